package dev.wardcast.local.doctor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** PostgreSQL as the services' role sees it. */
record DatabaseCheck(String url) implements Check {

    private static final String SETTINGS =
            """
            select name, setting from pg_settings where name in ('server_version_num',
                'server_version', 'fsync', 'full_page_writes', 'synchronous_commit', 'autovacuum',
                'max_connections', 'data_checksums')
            union all select 'connections', count(*)::text from pg_stat_activity
                where backend_type = 'client backend'
            union all select 'oldest_transaction', coalesce(max(extract(epoch from
                now() - xact_start))::bigint, 0)::text from pg_stat_activity where datname = current_database()
            union all select 'audit_is_ours', coalesce(bool_or(pg_has_role(nspowner, 'member')), false)::text
                from pg_namespace where nspname = 'audit'
            union all select 'transactions_to_wraparound', (2147483647 - max(age(datfrozenxid)))::text
                from pg_database
            """;

    @Override
    public String subject() {
        return "database";
    }

    @Override
    public List<Finding> examine() throws SQLException {
        Map<String, String> settings = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            while (row.next()) {
                settings.put(row.getString(1), row.getString(2));
            }
        }
        return DatabaseRules.judge(settings);
    }
}
