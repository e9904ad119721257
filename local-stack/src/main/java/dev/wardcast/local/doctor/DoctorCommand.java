package dev.wardcast.local.doctor;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.service.DatabaseUrl;
import dev.wardcast.kit.service.RunFile;
import dev.wardcast.kit.tls.InnerTls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./wardcast doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Looks at a running installation and says what to do about it; changes nothing.",
            "Without addresses it looks at the running `./wardcast up`. Ends with 0 where nothing has to be done now,"
                    + " with 1 otherwise."
        })
public final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--redis-url",
            paramLabel = "URL",
            description = "redis://host:port, or as in WARDCAST_REDIS_URL")
    private @Nullable String redisUrl;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description =
                    "postgresql://user:password@host:port/database, or as in WARDCAST_DATABASE_URL")
    private @Nullable String databaseUrl;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where a service answers; may be given several times.")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "A PEM file whose end is looked at; may be given several times.")
    private List<Path> certificates = new ArrayList<>();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "A PEM file with the certificate of an authority of your own, trusted beside"
                            + " those that Java trusts; or as in WARDCAST_TLS_TRUST")
    private @Nullable Path authority;

    @Option(
            names = "--data",
            defaultValue = ".wardcast",
            paramLabel = "DIR",
            description = "Where the running stack keeps its run.json (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".wardcast");

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        Optional<RunFile> running = RunFile.read(data);
        String redis =
                first(
                        redisUrl,
                        System.getenv("WARDCAST_REDIS_URL"),
                        running.map(RunFile::redisUrl));
        String database =
                first(
                        databaseUrl,
                        System.getenv("WARDCAST_DATABASE_URL"),
                        running.map(RunFile::databaseUrl));
        if (urls.isEmpty()) {
            running.map(RunFile::url).ifPresent(urls::add);
        }
        Report report = look(redis, DatabaseUrl.toJdbc(database));
        spec.commandLine().getOut().print(json ? report.json() + "\n" : report.text());
        spec.commandLine().getOut().flush();
        return report.exitCode();
    }

    private String first(
            @Nullable String option, @Nullable String environment, Optional<String> running) {
        if (option != null) {
            return option;
        }
        return Optional.ofNullable(environment)
                .or(() -> running)
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "no stack is running here (expected: `./wardcast up` in another"
                                        + " terminal, or --redis-url and --database-url)"));
    }

    /** What an address has to show to be believed. */
    private SSLContext trust() throws GeneralSecurityException {
        @Nullable String environment = System.getenv("WARDCAST_TLS_TRUST");
        @Nullable Path file =
                authority != null || environment == null ? authority : Path.of(environment);
        if (file == null) {
            return SSLContext.getDefault();
        }
        try {
            return InnerTls.trusting(file);
        } catch (IOException | CertificateException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--ca: " + file + " (expected: a readable file with certificates in PEM)",
                    e);
        }
    }

    private Report look(String redis, String database) throws GeneralSecurityException {
        List<Check> checks = new ArrayList<>();
        checks.add(new DatabaseCheck(database));
        checks.add(new MigrationCheck(database));
        SSLContext tls = trust();
        for (String url : urls) {
            checks.add(new ReadinessCheck(url, tls));
            if (url.startsWith("https:")) {
                checks.add(new CertificateCheck(url));
            }
        }
        certificates.forEach(file -> checks.add(new CertificateCheck(file.toString())));
        try (RedisLink link = RedisLink.connect(redis)) {
            checks.add(0, new RedisCheck(link));
            checks.add(1, new EchoCheck(link));
            checks.add(2, new ClockCheck(link, database));
            return Report.of(checks);
        } catch (io.lettuce.core.RedisException away) {
            List<Finding> findings = new ArrayList<>(Report.of(checks).findings());
            findings.addFirst(
                    Finding.failure(
                            "redis",
                            String.valueOf(away.getMessage()),
                            "start it, or correct --redis-url"));
            return new Report(findings);
        }
    }
}
