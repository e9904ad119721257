package dev.wardcast.kit.service;

import dev.wardcast.kit.audit.AuditSchema;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that the services on the class path own, as their own settings ({@code
 * flyway.datasources.*}) describe them, without starting any of the services.
 */
public final class Migrations {

    /**
     * How far one schema is.
     *
     * @param schema such as {@code alerts}
     * @param applied migrations that the database has
     * @param pending versions that the code has and the database has not
     * @param unknown versions that the database has and the code does not know: a newer release was
     *     here
     * @param failed versions that did not succeed
     */
    public record State(
            String schema,
            int applied,
            List<String> pending,
            List<String> unknown,
            List<String> failed) {}

    private record Schema(String url, String name, List<String> locations, boolean outOfOrder) {}

    /** The one whose services read the audit, all others only add to it. */
    private static final String READER = "access";

    private final List<Schema> schemas;
    private final String servicesUrl;
    private final @Nullable String auditOwnerUrl;

    private Migrations(List<Schema> schemas, String servicesUrl, @Nullable String auditOwnerUrl) {
        this.schemas = schemas;
        this.servicesUrl = servicesUrl;
        this.auditOwnerUrl = auditOwnerUrl;
    }

    /**
     * @param settings as a command line would give them; the environment and the services' own
     *     defaults count below them
     */
    public static Migrations of(Map<String, Object> settings) {
        try (ApplicationContext context =
                ApplicationContext.builder().banner(false).properties(settings).build()) {
            Environment environment = context.getEnvironment().start();
            List<Schema> schemas = new ArrayList<>();
            for (String name :
                    environment
                            .getProperties("flyway.datasources", StringConvention.RAW)
                            .keySet()
                            .stream()
                            .map(key -> key.split("\\.", 2)[0])
                            .distinct()
                            .sorted()
                            .toList()) {
                String prefix = "flyway.datasources." + name;
                schemas.add(
                        new Schema(
                                required(environment, "datasources." + name + ".url"),
                                name,
                                List.of(
                                        environment.getRequiredProperty(
                                                prefix + ".locations", String[].class)),
                                environment
                                        .getProperty(prefix + ".out-of-order", Boolean.class)
                                        .orElse(false)));
            }
            return new Migrations(
                    schemas,
                    required(environment, "wardcast.database-url"),
                    environment.getProperty("wardcast.audit.owner-url", String.class).orElse(null));
        }
    }

    private static String required(Environment environment, String key) {
        return environment.getRequiredProperty(key, String.class);
    }

    /**
     * Brings every schema up to date. Several processes may do so at once.
     *
     * @param told one line for each schema
     * @throws SQLException if the services' role can't add to the audit afterwards
     */
    public void run(Consumer<String> told) throws SQLException {
        boolean readable = schemas.stream().anyMatch(schema -> schema.name().equals(READER));
        new AuditSchema(servicesUrl, auditOwnerUrl, readable).prepare();
        for (Schema schema : schemas) {
            int done = flyway(schema).migrate().migrationsExecuted;
            told.accept("schema " + schema.name() + ": " + done + " migrations");
        }
    }

    /** How far the database is; changes nothing. */
    public List<State> states() {
        List<State> states = new ArrayList<>();
        for (Schema schema : schemas) {
            List<String> pending = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            List<String> failed = new ArrayList<>();
            int applied = 0;
            for (MigrationInfo migration : flyway(schema).info().all()) {
                String version = String.valueOf(migration.getVersion());
                var state = migration.getState();
                if (state.isFailed()) {
                    failed.add(version);
                } else if (!state.isApplied()) {
                    pending.add(version);
                } else if (state.isResolved()) {
                    applied++;
                } else if (migration.getVersion() != null) {
                    unknown.add(version);
                }
            }
            states.add(new State(schema.name(), applied, pending, unknown, failed));
        }
        return states;
    }

    private static Flyway flyway(Schema schema) {
        return Flyway.configure()
                .dataSource(schema.url(), null, null)
                .schemas(schema.name())
                .defaultSchema(schema.name())
                .locations(schema.locations().toArray(String[]::new))
                .outOfOrder(schema.outOfOrder())
                .load();
    }
}
