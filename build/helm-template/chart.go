package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/Masterminds/semver"
	"sigs.k8s.io/yaml"
)

// metadata is Chart.yaml, as templates see it in .Chart.
type metadata struct {
	APIVersion  string            `json:"apiVersion"`
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	AppVersion  string            `json:"appVersion"`
	KubeVersion string            `json:"kubeVersion"`
	Description string            `json:"description"`
	Type        string            `json:"type"`
	Home        string            `json:"home"`
	Icon        string            `json:"icon"`
	Sources     []string          `json:"sources"`
	Keywords    []string          `json:"keywords"`
	Maintainers []maintainer      `json:"maintainers"`
	Annotations map[string]string `json:"annotations"`
	IsRoot      bool              `json:"-"`
}

type maintainer struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	URL   string `json:"url"`
}

type chart struct {
	Metadata  metadata
	values    map[string]interface{}
	schema    []byte
	templates map[string]string
	files     files
}

func loadChart(folder string) (*chart, error) {
	c := &chart{values: map[string]interface{}{}, templates: map[string]string{}, files: files{}}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		return c.add(filepath.ToSlash(name), content)
	})
	if err == nil && c.Metadata.Name == "" {
		err = fmt.Errorf("%s has no Chart.yaml with a name", folder)
	}
	return c, err
}

func (c *chart) add(name string, content []byte) error {
	switch {
	case name == "Chart.yaml":
		c.Metadata.IsRoot = true
		return yaml.UnmarshalStrict(content, &c.Metadata)
	case name == "values.yaml":
		// As in Helm: the chart's own numbers stay as they are written, those of given files become floats.
		return yaml.Unmarshal(content, &c.values, func(d *json.Decoder) *json.Decoder { d.UseNumber(); return d })
	case name == "values.schema.json":
		c.schema = content
	case strings.HasPrefix(name, "templates/"):
		c.templates[name] = string(content)
	case name == ".helmignore", name == "Chart.lock", strings.HasPrefix(name, "charts/"), strings.HasPrefix(name, "crds/"):
		return fmt.Errorf("the chart has %s, which only Helm itself understands", name)
	default:
		c.files[name] = content
	}
	return nil
}

type kubeVersion struct{ Version, Major, Minor string }

func (v kubeVersion) String() string     { return v.Version }
func (v kubeVersion) GitVersion() string { return v.Version }

type versions []string

func (v versions) Has(wanted string) bool {
	for _, one := range v {
		if one == wanted {
			return true
		}
	}
	return false
}

type capabilities struct {
	KubeVersion kubeVersion
	APIVersions versions
	HelmVersion struct{ Version string }
}

// builtIn is what the chart may ask for of Kubernetes' own; Helm knows more.
var builtIn = versions{"v1", "apps/v1", "batch/v1", "autoscaling/v2", "policy/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1", "scheduling.k8s.io/v1", "apiextensions.k8s.io/v1"}

func capabilitiesOf(c *chart, version string, apis []string) (*capabilities, error) {
	parsed, err := semver.NewVersion(version)
	if err != nil {
		return nil, fmt.Errorf("--kube-version %q: %w", version, err)
	}
	if c.Metadata.KubeVersion != "" {
		constraint, err := semver.NewConstraint(c.Metadata.KubeVersion)
		if err != nil {
			return nil, fmt.Errorf("kubeVersion of Chart.yaml: %w", err)
		}
		if !constraint.Check(parsed) {
			return nil, fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s", c.Metadata.KubeVersion, version)
		}
	}
	found := &capabilities{
		KubeVersion: kubeVersion{"v" + parsed.String(), fmt.Sprint(parsed.Major()), fmt.Sprint(parsed.Minor())},
		APIVersions: append(append(versions{}, builtIn...), apis...),
	}
	found.HelmVersion.Version = "v3"
	return found, nil
}
