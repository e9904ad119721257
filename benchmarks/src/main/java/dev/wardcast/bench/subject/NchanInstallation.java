package dev.wardcast.bench.subject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** nginx with its module nchan, as Debian and Ubuntu package them. */
public final class NchanInstallation {

    static final Path NGINX = Path.of("/usr/sbin/nginx");
    static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

    private static final List<String> INSTALL =
            List.of("apt-get", "install", "-y", "nginx", "libnginx-mod-nchan");

    private NchanInstallation() {}

    static Optional<String> absence() {
        return Files.isExecutable(NGINX) && Files.exists(MODULE)
                ? Optional.empty()
                : Optional.of("not installed (`" + String.join(" ", INSTALL) + "` does it)");
    }

    /** Tries to install it, which takes Debian or Ubuntu, and root; {@link #absence} then tells. */
    public static void install() {
        if (absence().isEmpty() || !"root".equals(System.getProperty("user.name"))) {
            return;
        }
        output(List.of("apt-get", "update"));
        output(INSTALL);
    }

    static String description() {
        String nginx =
                output(List.of(NGINX.toString(), "-v")).strip().replace("nginx version: ", "");
        String module =
                output(List.of("dpkg-query", "-W", "-f", "${Version}", "libnginx-mod-nchan"))
                        .strip();
        return nginx
                + " with nchan "
                + module
                + ", 2 workers with a listening socket each, no access log, messages in its own"
                + " memory, no authentication";
    }

    private static String output(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process = builder.start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(5, TimeUnit.MINUTES);
            return output;
        } catch (IOException absent) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
