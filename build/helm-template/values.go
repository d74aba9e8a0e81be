package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

// valuesWith lays the given files over the chart's values, and has the schema check the result.
func (c *chart) valuesWith(paths []string) (map[string]interface{}, error) {
	given := map[string]interface{}{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		one := map[string]interface{}{}
		if err := yaml.Unmarshal(content, &one); err != nil {
			return nil, fmt.Errorf("failed to parse %s: %w", path, err)
		}
		given = merge(given, one)
	}
	values := coalesce(given, c.values)
	return values, c.check(values)
}

// merge lays one given file over another: maps key by key, anything else as a whole.
func merge(under, over map[string]interface{}) map[string]interface{} {
	for key, value := range over {
		upper, isMap := value.(map[string]interface{})
		lower, wasMap := under[key].(map[string]interface{})
		if isMap && wasMap {
			under[key] = merge(lower, upper)
		} else {
			under[key] = value
		}
	}
	return under
}

// coalesce fills up what is given with the chart's own; a given null takes the chart's value away.
func coalesce(given, own map[string]interface{}) map[string]interface{} {
	for key, value := range own {
		upper, isGiven := given[key]
		lower, ownIsMap := value.(map[string]interface{})
		over, givenIsMap := upper.(map[string]interface{})
		switch {
		case !isGiven:
			given[key] = value
		case upper == nil:
			delete(given, key)
		case ownIsMap && givenIsMap:
			given[key] = coalesce(over, lower)
		}
	}
	return given
}

func (c *chart) check(values map[string]interface{}) error {
	if c.schema == nil {
		return nil
	}
	document, err := json.Marshal(values)
	if err != nil {
		return err
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(c.schema), gojsonschema.NewBytesLoader(document))
	if err != nil {
		return fmt.Errorf("values.schema.json: %w", err)
	}
	if result.Valid() {
		return nil
	}
	lines := []string{"values don't meet the specifications of the schema(s) in the following chart(s):", c.Metadata.Name + ":"}
	for _, e := range result.Errors() {
		lines = append(lines, "- "+e.String())
	}
	return fmt.Errorf("%s", strings.Join(lines, "\n"))
}
