package main

import (
	"encoding/base64"
	"path"
	"strings"

	"sigs.k8s.io/yaml"
)

// files is .Files: what lies in the chart beside its templates.
type files map[string][]byte

func (f files) Get(name string) string { return string(f[name]) }

func (f files) GetBytes(name string) []byte { return f[name] }

// Glob has no ** and no {a,b}, which Helm has.
func (f files) Glob(pattern string) (files, error) {
	found := files{}
	for name, content := range f {
		matches, err := path.Match(pattern, name)
		if err != nil {
			return nil, err
		}
		if matches {
			found[name] = content
		}
	}
	return found, nil
}

func (f files) Lines(name string) []string {
	return strings.Split(strings.TrimSuffix(string(f[name]), "\n"), "\n")
}

func (f files) AsConfig() string {
	return f.as(func(content []byte) string { return string(content) })
}

func (f files) AsSecrets() string {
	return f.as(base64.StdEncoding.EncodeToString)
}

func (f files) as(form func([]byte) string) string {
	data := map[string]string{}
	for name, content := range f {
		data[path.Base(name)] = form(content)
	}
	if len(data) == 0 {
		return ""
	}
	text, err := yaml.Marshal(data)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(text), "\n")
}
