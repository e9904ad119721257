package dev.wardcast.kit.audit;

import dev.wardcast.testsupport.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with an owner of the audit, and a role for services that is not the owner. */
final class AuditFixture implements AutoCloseable {

    final String ownerUrl = TestServers.freshDatabaseUrl();
    final String role = "services_" + UUID.randomUUID().toString().replace("-", "");
    final String servicesUrl;

    AuditFixture() throws SQLException {
        servicesUrl =
                ownerUrl.replaceFirst("user=[^&]*", "user=" + role)
                        .replaceFirst("password=[^&]*", "password=secret");
        try (Connection owner = asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute("create role " + role + " login password 'secret'");
            statement.execute("grant create on database " + owner.getCatalog() + " to " + role);
        }
    }

    void prepare(boolean readable) throws SQLException {
        new AuditSchema(servicesUrl, ownerUrl, readable).prepare();
    }

    AuditTrail trail() {
        PGSimpleDataSource services = new PGSimpleDataSource();
        services.setUrl(servicesUrl);
        return new AuditTrail(services);
    }

    Connection asOwner() throws SQLException {
        return DriverManager.getConnection(ownerUrl);
    }

    Connection asServices() throws SQLException {
        return DriverManager.getConnection(servicesUrl);
    }

    /** Rows, each with its columns parted by blanks. */
    List<String> rows(String sql) throws SQLException {
        try (Connection owner = asOwner();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    columns.add(row.getString(i));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        }
    }

    /** Roles are the server's, not the database's. */
    @Override
    public void close() throws SQLException {
        try (Connection owner = asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute("drop owned by " + role + " cascade");
            statement.execute("drop role " + role);
        }
    }
}
