// helm-template stands in for `helm template` where there is no helm: it renders a chart as Helm's documentation and
// behaviour have it, with the same template functions (text/template, Sprig), the same YAML library and the same JSON
// schema validator as Helm 3, and prints what `helm template` prints.
//
// What it has not: dependencies, .helmignore, --set, crds/, lookups in a cluster (as in Helm without one, they find
// nothing), toToml, and `helm lint`. A chart that needs those is refused, or fails on the missing function.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

const usage = "usage: helm-template NAME CHART [--namespace NAME] [--values FILE]... [--api-versions GROUP/VERSION]... [--kube-version VERSION] [--is-upgrade] [--skip-tests] [--notes]"

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "Error: %v\n", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) < 2 || strings.HasPrefix(arguments[0], "-") || strings.HasPrefix(arguments[1], "-") {
		return fmt.Errorf("name and chart are missing\n%s", usage)
	}
	var valueFiles, apiVersions list
	flags := flag.NewFlagSet("helm-template", flag.ContinueOnError)
	namespace := flags.String("namespace", "default", "namespace of the release")
	flags.Var(&valueFiles, "values", "file of values; the last wins")
	flags.Var(&apiVersions, "api-versions", "what the cluster serves beside Kubernetes' own")
	kubeVersion := flags.String("kube-version", "v1.36.0", "the cluster's version")
	isUpgrade := flags.Bool("is-upgrade", false, "say that the release is an upgrade")
	skipTests := flags.Bool("skip-tests", false, "leave test hooks out")
	notes := flags.Bool("notes", false, "print NOTES.txt, and nothing else")
	if err := flags.Parse(arguments[2:]); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is not understood\n%s", flags.Arg(0), usage)
	}

	chart, err := loadChart(arguments[1])
	if err != nil {
		return err
	}
	values, err := chart.valuesWith(valueFiles)
	if err != nil {
		return err
	}
	capabilities, err := capabilitiesOf(chart, *kubeVersion, apiVersions)
	if err != nil {
		return err
	}
	rendered, err := render(chart, map[string]interface{}{
		"Values":       values,
		"Capabilities": capabilities,
		"Release": map[string]interface{}{
			"Name":      arguments[0],
			"Namespace": *namespace,
			"IsInstall": !*isUpgrade,
			"IsUpgrade": *isUpgrade,
			"Revision":  1,
			"Service":   "Helm",
		},
	})
	if err != nil {
		return err
	}
	if *notes {
		fmt.Print(rendered[chart.Metadata.Name+"/templates/"+notesFile])
		return nil
	}
	manifests, err := manifestsOf(rendered)
	if err != nil {
		return err
	}
	for _, m := range manifests {
		if !m.isTest() || !*skipTests {
			fmt.Printf("---\n# Source: %s\n%s\n", m.source, m.content)
		}
	}
	return nil
}
