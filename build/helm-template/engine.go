package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

const notesFile = "NOTES.txt"

// maxDepth is how deep templates may include each other, as in Helm.
const maxDepth = 1000

// render executes every template that is not a partial; the results are by the template's name.
func render(c *chart, top map[string]interface{}) (map[string]string, error) {
	root := template.New("gotpl").Option("missingkey=zero")
	root.Funcs(functions(root, map[string]int{}))
	names := make([]string, 0, len(c.templates))
	for name := range c.templates {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if _, err := root.New(c.Metadata.Name + "/" + name).Parse(c.templates[name]); err != nil {
			return nil, fmt.Errorf("parse error at (%s): %w", name, err)
		}
	}

	rendered := map[string]string{}
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		full := c.Metadata.Name + "/" + name
		scope := map[string]interface{}{
			"Chart":    c.Metadata,
			"Files":    c.files,
			"Template": map[string]interface{}{"Name": full, "BasePath": c.Metadata.Name + "/templates"},
		}
		for key, value := range top {
			scope[key] = value
		}
		text, err := execute(root, full, scope)
		if err != nil {
			return nil, err
		}
		rendered[full] = text
	}
	return rendered, nil
}

func execute(root *template.Template, name string, scope interface{}) (string, error) {
	var text bytes.Buffer
	if err := root.ExecuteTemplate(&text, name, scope); err != nil {
		return "", err
	}
	return strings.ReplaceAll(text.String(), "<no value>", ""), nil
}

func functions(root *template.Template, depth map[string]int) template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	all["include"] = func(name string, scope interface{}) (string, error) {
		if depth[name] >= maxDepth {
			return "", fmt.Errorf("unable to execute template: rendering template has a nested reference name: %s", name)
		}
		depth[name]++
		defer func() { depth[name]-- }()
		return execute(root, name, scope)
	}
	all["tpl"] = func(text string, scope interface{}) (string, error) {
		clone, err := root.Clone()
		if err != nil {
			return "", err
		}
		clone.Funcs(functions(clone, depth))
		if _, err := clone.New("tpl").Parse(text); err != nil {
			return "", fmt.Errorf("cannot parse template %q: %w", text, err)
		}
		return execute(clone, "tpl", scope)
	}
	all["required"] = func(message string, value interface{}) (interface{}, error) {
		if text, isText := value.(string); value == nil || (isText && text == "") {
			return value, errors.New(message)
		}
		return value, nil
	}
	all["lookup"] = func(string, string, string, string) (map[string]interface{}, error) {
		return map[string]interface{}{}, nil
	}
	all["getHostByName"] = func(string) string { return "" }
	all["toYaml"] = func(value interface{}) string {
		text, err := yaml.Marshal(value)
		if err != nil {
			return ""
		}
		return strings.TrimSuffix(string(text), "\n")
	}
	all["toJson"] = func(value interface{}) string {
		text, err := json.Marshal(value)
		if err != nil {
			return ""
		}
		return string(text)
	}
	all["fromYaml"], all["fromJson"] = readMap, readMap
	all["fromYamlArray"], all["fromJsonArray"] = readArray, readArray
	return all
}

// JSON is YAML, and Helm's functions tell of errors in their result.
func readMap(text string) map[string]interface{} {
	value := map[string]interface{}{}
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		value["Error"] = err.Error()
	}
	return value
}

func readArray(text string) []interface{} {
	value := []interface{}{}
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		value = []interface{}{err.Error()}
	}
	return value
}
