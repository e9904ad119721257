package dev.wardcast.kit.audit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the schema {@code audit}, owned by a role that is not the services', and lets theirs add
 * rows and nothing else. Several processes may do so at once.
 */
public final class AuditSchema {

    private static final Logger LOG = LoggerFactory.getLogger(AuditSchema.class);

    /** Of our own choosing; held by whoever makes the schema. */
    private static final long LOCK = 0x77617264_61756474L;

    private final String servicesUrl;
    private final @Nullable String ownerUrl;
    private final boolean readable;

    /**
     * @param servicesUrl JDBC address with the role that adds entries
     * @param ownerUrl JDBC address with the role that owns the schema; {@code null}: a schema that
     *     is there is taken as it is, and a missing one is made with the services' role
     * @param readable whether the services' role may read entries too
     */
    public AuditSchema(String servicesUrl, @Nullable String ownerUrl, boolean readable) {
        this.servicesUrl = servicesUrl;
        this.ownerUrl = ownerUrl;
        this.readable = readable;
    }

    /**
     * Returns when entries can be added.
     *
     * @throws SQLException also if the services' role may not add any
     */
    public void prepare() throws SQLException {
        try (Connection services = DriverManager.getConnection(servicesUrl)) {
            if (ownerUrl != null) {
                String role = one(services, "select current_user");
                migrate(ownerUrl, role);
            } else if (!madeBySomebodyElse(services)) {
                migrate(servicesUrl, null);
            }
            check(services);
        }
    }

    private void migrate(String url, @Nullable String grantee) throws SQLException {
        try (Connection owner = DriverManager.getConnection(url);
                Statement statement = owner.createStatement()) {
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
            // The lock ends with the connection, whatever happens.
            Flyway.configure()
                    .dataSource(url, null, null)
                    .schemas("audit")
                    .locations("classpath:db/audit")
                    .load()
                    .migrate();
            if (grantee != null && !grantee.equals(one(owner, "select current_user"))) {
                grant(owner, grantee);
            }
        }
    }

    private void grant(Connection owner, String role) throws SQLException {
        String rights = readable ? "select, insert" : "insert";
        String template =
                "grant usage on schema audit to %1$I; grant "
                        + rights
                        + " on audit.entries, audit.entry_patients to %1$I";
        try (PreparedStatement quote = owner.prepareStatement("select format(?, ?)")) {
            quote.setString(1, template);
            quote.setString(2, role);
            try (ResultSet row = quote.executeQuery();
                    Statement grant = owner.createStatement()) {
                row.next();
                grant.execute(row.getString(1));
            }
        }
    }

    private static boolean madeBySomebodyElse(Connection services) throws SQLException {
        return "t"
                .equals(
                        one(
                                services,
                                """
                                select coalesce(bool_or(not pg_has_role(nspowner, 'member')), false)
                                from pg_namespace where nspname = 'audit'
                                """));
    }

    private static void check(Connection services) throws SQLException {
        String rights =
                one(
                        services,
                        """
                        select case
                            when not has_schema_privilege('audit', 'usage') then 'none'
                            when not has_table_privilege('audit.entries', 'insert') then 'none'
                            when has_table_privilege('audit.entries', 'update, delete, truncate')
                                or exists (select from pg_namespace where nspname = 'audit'
                                           and pg_has_role(nspowner, 'member')) then 'owner'
                            else 'insert' end
                        """);
        switch (rights) {
            case "insert" -> {
                // As it should be.
            }
            case "owner" ->
                    LOG.warn(
                            "The audit belongs to the role that the services use: a trigger refuses"
                                    + " changes, but whoever has that role can remove it."
                                    + " wardcast.audit.owner-url names another owner.");
            default ->
                    throw new SQLException(
                            "The services' role may not add to the schema audit"
                                    + " (expected: wardcast.audit.owner-url with its owner)");
        }
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
