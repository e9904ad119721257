package dev.wardcast.alerts;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.testsupport.TestServers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A migrated schema of this service in a database of its own. */
public record AlertsDatabase(String url, Database database) {

    public static AlertsDatabase fresh() {
        return at(TestServers.freshDatabaseUrl());
    }

    public static AlertsDatabase at(String databaseUrl) {
        Flyway.configure()
                .dataSource(databaseUrl, null, null)
                .schemas("audit")
                .locations("classpath:db/audit")
                .load()
                .migrate();
        String url = databaseUrl + "&currentSchema=alerts";
        Flyway.configure()
                .dataSource(url, null, null)
                .schemas("alerts")
                .locations("classpath:db/outbox", "classpath:db/alerts")
                .load()
                .migrate();
        return new AlertsDatabase(url, connect(url));
    }

    public static Database connect(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return new Database(dataSource);
    }

    /** Rows of a query, each with its columns in text, parted by blanks. */
    public List<String> rows(String sql) throws SQLException {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
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
        });
    }

    public void execute(String sql) throws SQLException {
        database.read(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
