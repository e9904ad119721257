{{- define "wardcast.labels" -}}
app.kubernetes.io/part-of: wardcast
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* What picks the pods of one component; takes root and name. */}}
{{- define "wardcast.selector" -}}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "wardcast.image" -}}
{{ .root.Values.images.registry }}/{{ .name }}:{{ .root.Values.images.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "wardcast.scheme" -}}
{{ ternary "https" "http" .Values.innerTls.enabled }}
{{- end }}

{{/* How one service calls another. */}}
{{- define "wardcast.inner" -}}
{{ include "wardcast.scheme" .root }}://{{ .root.Release.Name }}-{{ .name }}:8080
{{- end }}

{{- define "wardcast.database" -}}
jdbc:postgresql://{{ .root.Values.database.host }}:{{ .root.Values.database.port }}/{{ .root.Values.database.name }}?user={{ .user }}&password=$({{ .password }})&sslmode={{ .root.Values.database.sslMode }}
{{- end }}

{{- define "wardcast.redis" -}}
{{- $redis := .Values.redis -}}
{{- $password := ternary ":$(REDIS_PASSWORD)@" "" (ne $redis.passwordSecret.name "") -}}
{{- $s := ternary "s" "" $redis.tls -}}
{{- if eq $redis.mode "single" -}}
redis{{ $s }}://{{ $password }}{{ first $redis.addresses }}
{{- else if eq $redis.mode "sentinel" -}}
redis{{ $s }}-sentinel://{{ $password }}{{ join "," $redis.addresses }}#{{ $redis.master }}
{{- else -}}
redis{{ $s }}-cluster://
{{- range $i, $address := $redis.addresses }}{{ if $i }},{{ end }}{{ $password }}{{ $address }}{{ end }}
{{- end }}
{{- end }}

{{- define "wardcast.secretVariable" -}}
- name: {{ .variable }}
  valueFrom: {secretKeyRef: {name: {{ .secret.name }}, key: {{ .secret.key }}}}
{{- end }}

{{- define "wardcast.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .id }}
runAsGroup: {{ .id }}
fsGroup: {{ .id }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "wardcast.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
privileged: false
capabilities: {drop: [ALL]}
{{- end }}

{{/* Not two on one node if it can be helped, and evenly over the zones. */}}
{{- define "wardcast.spread" -}}
- maxSkew: 1
  topologyKey: topology.kubernetes.io/zone
  whenUnsatisfiable: ScheduleAnyway
  labelSelector: {matchLabels: {app.kubernetes.io/instance: {{ .root.Release.Name }}, app.kubernetes.io/component: {{ .name }}}}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector: {matchLabels: {app.kubernetes.io/instance: {{ .root.Release.Name }}, app.kubernetes.io/component: {{ .name }}}}
{{- end }}
