package dev.wardcast.bench.subject;

import dev.wardcast.bench.load.Publisher;
import dev.wardcast.bench.load.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** nginx with nchan, at its fastest: events come by HTTP, stay in memory, and nobody is checked. */
final class Nchan implements Subject {

    private static final String CONFIGURATION =
            """
            load_module %s;
            daemon off;
            worker_processes 2;
            pid %s/nginx.pid;
            error_log stderr error;
            events {
              use epoll;
              worker_connections 32768;
            }
            http {
              access_log off;
              client_body_temp_path %2$s/body;
              proxy_temp_path %2$s/proxy;
              fastcgi_temp_path %2$s/fastcgi;
              uwsgi_temp_path %2$s/uwsgi;
              scgi_temp_path %2$s/scgi;
              nchan_shared_memory_size 512M;
              keepalive_requests 2000000000;
              keepalive_time 24h;
              keepalive_timeout 1h;
              server {
                # A socket for each worker: without it one takes nearly all connections.
                listen 127.0.0.1:%d backlog=4096 reuseport;
                location ~ ^/pub/(\\d+)$ {
                  nchan_publisher;
                  nchan_channel_id $1;
                  nchan_message_buffer_length 1024;
                  nchan_message_timeout 1m;
                }
                location ~ ^/sub/(\\d+)$ {
                  nchan_subscriber eventsource websocket;
                  nchan_channel_id $1;
                  nchan_subscriber_first_message newest;
                  nchan_eventsource_ping_interval 30;
                  nchan_websocket_ping_interval 30;
                  nchan_subscriber_timeout 0;
                }
              }
            }
            """;

    private final Setting setting;
    private final ChildProcess nginx;
    private final int port;
    private final NchanPublisher publisher;

    private Nchan(Setting setting, ChildProcess nginx, int port) {
        this.setting = setting;
        this.nginx = nginx;
        this.port = port;
        this.publisher = new NchanPublisher(port);
    }

    static Nchan start(Setting setting) {
        int port = ChildProcess.freePort();
        Path directory = ChildProcess.directory("nchan");
        Path configuration = directory.resolve("nginx.conf");
        try {
            Files.writeString(
                    configuration,
                    CONFIGURATION.formatted(NchanInstallation.MODULE, directory, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildProcess nginx =
                ChildProcess.start(
                        directory,
                        Map.of(),
                        List.of(
                                NchanInstallation.NGINX.toString(),
                                "-p",
                                directory.toString(),
                                "-c",
                                configuration.toString()));
        return new Nchan(setting, nginx.awaitPort(port), port);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<Long> processes() {
        return nginx.pids();
    }

    @Override
    public List<Long> helpers() {
        return List.of();
    }

    @Override
    public Request request(int connection) {
        int room = connection % setting.rooms();
        return Request.of(setting.transport(), "/sub/" + room, room, Map.of());
    }

    @Override
    public Publisher publisher() {
        return publisher;
    }

    @Override
    public void close() {
        publisher.close();
        nginx.close();
    }
}
