{{/* The environment of a service; takes root, name and service. */}}
{{- define "wardcast.environment" -}}
{{- $values := .root.Values -}}
{{- if $values.redis.passwordSecret.name }}
{{ include "wardcast.secretVariable" (dict "variable" "REDIS_PASSWORD" "secret" $values.redis.passwordSecret) }}
{{- end }}
- {name: WARDCAST_REDIS_URL, value: {{ include "wardcast.redis" .root | quote }}}
{{- if ne .name "stream-gateway" }}
{{ include "wardcast.secretVariable" (dict "variable" "DATABASE_PASSWORD" "secret" $values.database.passwordSecret) }}
- {name: WARDCAST_DATABASE_URL, value: {{ include "wardcast.database" (dict "root" .root "user" $values.database.user "password" "DATABASE_PASSWORD") | quote }}}
{{- end }}
- {name: WARDCAST_EVENT_LOG_PARTITIONS, value: {{ $values.redis.partitions | quote }}}
- {name: WARDCAST_PUBLIC_URL, value: {{ $values.publicUrl | quote }}}
- {name: WARDCAST_JWKS_URL, value: "{{ include "wardcast.inner" (dict "root" .root "name" "access-service") }}/.well-known/jwks.json"}
- {name: WARDCAST_AUDIT_TRUSTED_PROXIES, value: {{ join "," $values.podNetworks | quote }}}
- {name: WARDCAST_LOG_FORMAT, value: json}
{{- if $values.tracing.enabled }}
- {name: WARDCAST_TRACING_ENABLED, value: "true"}
- {name: WARDCAST_TRACING_ENDPOINT, value: "http://{{ $values.tracing.host }}:{{ $values.tracing.port }}/v1/traces"}
- {name: WARDCAST_TRACING_RATIO, value: {{ $values.tracing.ratio | quote }}}
{{- end }}
- {name: WARDCAST_VAULT_DIRECTORY, value: /etc/wardcast/vault}
{{- with $values.secrets.vaultActive }}
- {name: WARDCAST_VAULT_ACTIVE, value: {{ . | quote }}}
{{- end }}
{{- if $values.innerTls.enabled }}
- {name: WARDCAST_TLS_ENABLED, value: "true"}
- {name: WARDCAST_TLS_CERTIFICATE, value: /etc/wardcast/tls/tls.crt}
- {name: WARDCAST_TLS_PRIVATE_KEY, value: /etc/wardcast/tls/tls.key}
- {name: WARDCAST_TLS_TRUST, value: /etc/wardcast/tls/ca.crt}
{{- end }}
{{- if eq .name "stream-gateway" }}
- {name: WARDCAST_GATEWAY_ALERTS_URL, value: {{ include "wardcast.inner" (dict "root" .root "name" "alert-service") }}}
- {name: WARDCAST_GATEWAY_SESSIONS_URL, value: {{ include "wardcast.inner" (dict "root" .root "name" "session-progress") }}}
- {name: WARDCAST_GATEWAY_DRAIN_WINDOW, value: {{ $values.gateway.drainSeconds }}s}
{{- else if eq .name "notification-service" }}
- {name: WARDCAST_NOTIFICATIONS_PUSH_SUBJECT, value: {{ $values.pushSubject | quote }}}
{{- else if eq .name "alert-service" }}
- {name: WARDCAST_ALERTS_VITALS_URL, value: {{ include "wardcast.inner" (dict "root" .root "name" "vitals-ingest") }}}
{{- else if eq .name "session-progress" }}
- {name: WARDCAST_SESSIONS_AUDIO_DIR, value: /var/lib/wardcast/audio}
- {name: WARDCAST_SESSIONS_MAX_AUDIO, value: {{ $values.recordings.maxSize }}}
{{- else if eq .name "access-service" }}
{{- if $values.secrets.keyEncryption.name }}
{{ include "wardcast.secretVariable" (dict "variable" "WARDCAST_ACCESS_KEY_ENCRYPTION_KEY" "secret" $values.secrets.keyEncryption) }}
{{- end }}
{{- if $values.secrets.firstAdmin.name }}
{{ include "wardcast.secretVariable" (dict "variable" "WARDCAST_ACCESS_FIRST_ADMIN_PASSWORD" "secret" $values.secrets.firstAdmin) }}
{{- end }}
{{- end }}
{{- if .service.jvmOptions }}
- {name: JDK_JAVA_OPTIONS, value: {{ .service.jvmOptions | quote }}}
{{- end }}
{{- range $key, $value := .service.settings }}
- {name: {{ $key | upper | replace "." "_" | replace "-" "_" }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}

{{- define "wardcast.volumes" -}}
- {name: tmp, emptyDir: {sizeLimit: 256Mi}}
- {name: vault, secret: {secretName: {{ .root.Values.secrets.vault.name }}, defaultMode: 0440}}
{{- if .root.Values.innerTls.enabled }}
- {name: tls, secret: {secretName: {{ .root.Values.innerTls.secretName }}, defaultMode: 0440}}
{{- end }}
{{- if eq .name "session-progress" }}
- {name: audio, persistentVolumeClaim: {claimName: {{ .root.Values.recordings.existingClaim | default (printf "%s-recordings" .root.Release.Name) }}}}
{{- end }}
{{- end }}

{{- define "wardcast.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: vault, mountPath: /etc/wardcast/vault, readOnly: true}
{{- if .root.Values.innerTls.enabled }}
- {name: tls, mountPath: /etc/wardcast/tls, readOnly: true}
{{- end }}
{{- if eq .name "session-progress" }}
- {name: audio, mountPath: /var/lib/wardcast/audio}
{{- end }}
{{- end }}

{{- define "wardcast.probe" -}}
httpGet: {path: {{ .path }}, port: http, scheme: {{ include "wardcast.scheme" .root | upper }}}
{{- end }}
