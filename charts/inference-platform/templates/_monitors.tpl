{{- /* How Prometheus scrapes the operator: what a ServiceMonitor and a PodMonitor have in common. */ -}}
{{- define "operator.endpoint" -}}
{{- $tls := .Values.metrics.tls -}}
path: /metrics
# What the operator tells of models has their namespace, not its own.
honorLabels: true
{{- if $tls.enabled }}
scheme: https
tlsConfig:
  serverName: {{ include "operator.name" . }}-metrics.{{ .Release.Namespace }}.svc
  ca:
    secret:
      name: {{ $tls.serverCASecretName | default $tls.secretName }}
      key: ca.crt
  {{- with $tls.scraperSecretName }}
  cert:
    secret:
      name: {{ . }}
      key: tls.crt
  keySecret:
    name: {{ . }}
    key: tls.key
  {{- end }}
{{- end }}
{{- end -}}
