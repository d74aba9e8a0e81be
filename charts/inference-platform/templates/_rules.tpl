{{- /* What the operator may do with the objects of models: cluster-wide, or in each of watchNamespaces. */ -}}
{{- define "operator.rules" -}}
# The models themselves are only read; what became of them is written.
- apiGroups: [inferenceplatform.io]
  resources: [inferencemodels]
  verbs: [get, list, watch]
- apiGroups: [inferenceplatform.io]
  resources: [inferencemodels/status]
  verbs: [patch]
# Lets owner references block the deletion of their owner, where OwnerReferencesPermissionEnforcement asks for it.
- apiGroups: [inferenceplatform.io]
  resources: [inferencemodels/finalizers]
  verbs: [update]
# What every model has. The garbage collector deletes it; the operator never does.
- apiGroups: [apps]
  resources: [deployments]
  verbs: [list, watch, create, patch]
- apiGroups: [""]
  resources: [services, serviceaccounts]
  verbs: [list, watch, create, patch]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [list, watch, create, patch]
# What a model has at some times and not at others.
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [list, watch, create, patch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [list, watch, create, patch, delete]
- apiGroups: [monitoring.coreos.com]
  resources: [servicemonitors]
  verbs: [list, watch, create, patch, delete]
# What the status is made of.
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}
