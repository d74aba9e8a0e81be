package main

import (
	"fmt"
	"path"
	"regexp"
	"sort"
	"strings"

	"sigs.k8s.io/yaml"
)

const hookAnnotation = "helm.sh/hook"

// installOrder is the order in which Helm installs kinds; those it does not know come last, by name.
var installOrder = []string{
	"PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget",
	"ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim",
	"CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding", "ClusterRoleBindingList", "Role",
	"RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod", "ReplicationController", "ReplicaSet",
	"Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "IngressClass", "Ingress", "APIService",
}

var separator = regexp.MustCompile(`(?:^|\s*\n)---\s*`)

type manifest struct {
	source, content, kind string
	hooks                 []string
}

func (m manifest) isTest() bool {
	for _, hook := range m.hooks {
		if hook == "test" || hook == "test-success" {
			return true
		}
	}
	return false
}

// manifestsOf takes the objects out of what was rendered: those of the release in the order in which Helm installs
// them, then the hooks.
func manifestsOf(rendered map[string]string) ([]manifest, error) {
	sources := make([]string, 0, len(rendered))
	for source := range rendered {
		if path.Base(source) != notesFile {
			sources = append(sources, source)
		}
	}
	sort.Strings(sources)
	var found []manifest
	for _, source := range sources {
		for _, document := range separator.Split(strings.TrimSpace(rendered[source]), -1) {
			document = strings.TrimSpace(document)
			if document == "" {
				continue
			}
			var head struct {
				Kind     string `json:"kind"`
				Metadata struct {
					Annotations map[string]string `json:"annotations"`
				} `json:"metadata"`
			}
			if err := yaml.Unmarshal([]byte(document), &head); err != nil {
				return nil, fmt.Errorf("YAML parse error on %s: %w", source, err)
			}
			m := manifest{source: source, content: document, kind: head.Kind}
			for _, hook := range strings.Split(head.Metadata.Annotations[hookAnnotation], ",") {
				if hook = strings.TrimSpace(hook); hook != "" {
					m.hooks = append(m.hooks, hook)
				}
			}
			found = append(found, m)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return isBefore(found[i], found[j]) })
	return found, nil
}

func isBefore(a, b manifest) bool {
	if (len(a.hooks) > 0) != (len(b.hooks) > 0) {
		return len(b.hooks) > 0
	}
	first, second := rank(a.kind), rank(b.kind)
	if first == second && first == len(installOrder) {
		return a.kind < b.kind
	}
	return first < second
}

func rank(kind string) int {
	for i, known := range installOrder {
		if known == kind {
			return i
		}
	}
	return len(installOrder)
}
