{{/* What an answer of nginx itself looks like. */}}
{{- define "wardcast.nginx.problem" -}}
default_type application/problem+json;
return {{ .status }} '{"type":"about:blank","title":"{{ .title }}","status":{{ .status }},"detail":"{{ .detail }}"}';
{{- end }}

{{- define "wardcast.nginx" -}}
{{- $root := . -}}
{{- $edge := .Values.edge -}}
{{- $state := $edge.stateDirectory -}}
{{- $scheme := include "wardcast.scheme" . -}}
# Made from the chart's table of routes (files/routes.yaml).
worker_processes auto;
pid {{ $state }}/nginx.pid;
# Lower levels would write whole requests into the log, and with them the tickets and tokens in their addresses.
error_log stderr crit;
worker_shutdown_timeout {{ add .Values.gateway.drainSeconds 10 }}s;

events {
    worker_connections {{ $edge.workerConnections }};
}

http {
    server_tokens off;
    # Addresses without what stands behind the question mark, for the same reason.
    log_format plain '$time_iso8601 $remote_addr "$request_method $uri" $status $body_bytes_sent $request_time';
    access_log {{ $edge.accessLog }} plain;

    client_body_temp_path {{ $state }}/client-body;
    proxy_temp_path {{ $state }}/proxy;
    fastcgi_temp_path {{ $state }}/fastcgi;
    uwsgi_temp_path {{ $state }}/uwsgi;
    scgi_temp_path {{ $state }}/scgi;
    {{- range $edge.trustedProxies }}
    set_real_ip_from {{ . }};
    {{- end }}
    {{- if $edge.trustedProxies }}
    real_ip_header X-Forwarded-For;
    real_ip_recursive on;
    {{- end }}

    map $http_upgrade $connection_of_upgrade {
        default upgrade;
        ''      '';
    }
    # Behind another proxy it is that one which knows how the client came.
    map $http_x_forwarded_proto $client_scheme {
        default $http_x_forwarded_proto;
        ''      $scheme;
    }
    {{- range $name, $service := .Values.services }}

    upstream {{ $name }} {
        {{- range get $edge.upstreams $name | default (list (printf "%s-%s:8080" $root.Release.Name $name)) }}
        {{- /* One address is a Service, and giving it up for ten seconds would help nobody. */}}
        server {{ . }}{{ if not (get $edge.upstreams $name) }} max_fails=0{{ end }};
        {{- end }}
        keepalive 64;
    }
    {{- end }}

    server {
        listen {{ $edge.port }} backlog=4096;
        client_max_body_size 2m;
        client_header_buffer_size 4k;
        large_client_header_buffers 4 16k;
        keepalive_timeout 75s;
        # Streams may be silent between two comment lines, and a client may come from far away.
        send_timeout 60s;
        reset_timedout_connection on;

        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Connection $connection_of_upgrade;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $client_scheme;
        proxy_connect_timeout 3s;
        proxy_read_timeout 60s;
        # A gateway that drains answers 503; another one takes the request. What was posted is never sent twice.
        proxy_next_upstream error timeout http_503;
        proxy_next_upstream_tries 3;
        proxy_next_upstream_timeout 10s;
        {{- if .Values.innerTls.enabled }}
        proxy_ssl_server_name on;
        proxy_ssl_verify on;
        proxy_ssl_verify_depth 3;
        proxy_ssl_trusted_certificate /etc/wardcast/tls/ca.crt;
        {{- end }}

        location = /-/alive {
            access_log off;
            return 204;
        }

        location / {
            {{- include "wardcast.nginx.problem" (dict "status" 404 "title" "Not Found" "detail" "There is nothing at this address.") | nindent 12 }}
        }
        {{- range (.Files.Get "files/routes.yaml" | fromYaml).routes }}

        location {{ if eq .match "exact" }}= {{ .path }}{{ else if eq .match "pattern" }}~ "^{{ .path }}$"{{ else }}{{ .path }}{{ end }} {
            {{- if eq .kind "stream" }}
            proxy_buffering off;
            proxy_request_buffering off;
            proxy_read_timeout 3600s;
            proxy_send_timeout 3600s;
            {{- else if eq .kind "upload" }}
            client_max_body_size {{ $root.Values.recordings.maxSize | lower | replace "mb" "m" | replace "gb" "g" }};
            proxy_request_buffering off;
            proxy_read_timeout 300s;
            {{- end }}
            {{- if $root.Values.innerTls.enabled }}
            proxy_ssl_name {{ $root.Release.Name }}-{{ .service }};
            {{- end }}
            proxy_pass {{ $scheme }}://{{ .service }};
        }
        {{- end }}
    }
}
{{- end }}
