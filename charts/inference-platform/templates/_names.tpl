{{- /* What the operator's objects are called. */ -}}
{{- define "operator.name" -}}
{{ .Values.nameOverride }}
{{- end -}}

{{- define "operator.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (include "operator.name" .) }}
{{- end -}}

{{- /* By what a Deployment, a Service and others find the operator's pods. */ -}}
{{- define "operator.selector" -}}
app.kubernetes.io/name: inference-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "operator.labels" -}}
{{ include "operator.selector" . }}
app.kubernetes.io/part-of: inference-platform
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.extraLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* An image: registry, repository, and the digest or the tag. */ -}}
{{- define "operator.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{ $root.Values.imageRegistry }}/{{ $image.repository }}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end -}}

{{- /* Where the model of `helm test` is served. */ -}}
{{- define "test.namespace" -}}
{{- if .Values.test.namespace -}}
{{ .Values.test.namespace }}
{{- else if or (not .Values.watchNamespaces) (has .Release.Namespace .Values.watchNamespaces) -}}
{{ .Release.Namespace }}
{{- else -}}
{{ first .Values.watchNamespaces }}
{{- end -}}
{{- end -}}
