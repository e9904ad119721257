package dev.wardcast.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * A role that makes schemas of its own in a database and has no rights beyond them. The superuser
 * is for what this role must not touch.
 */
final class ServicesRole {

    static final String NAME = "wardcast_services";

    /**
     * What the superuser has from the time when there was no other role. Sequences that belong to a
     * column, and indexes, go with their tables.
     */
    private static final String TAKE_OVER =
            """
            do $$
            declare
                kept text[] := string_to_array('%2$s', ',');
                each record;
            begin
                for each in
                    select format('alter schema %%I owner to %1$s', n.nspname) as change
                    from pg_namespace n
                    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
                        and n.nspname <> all (kept) and pg_get_userbyid(n.nspowner) = current_user
                    union all
                    select format('alter %%s %%I.%%I owner to %1$s',
                            case c.relkind when 'S' then 'sequence' when 'v' then 'view'
                                when 'm' then 'materialized view' else 'table' end,
                            n.nspname, c.relname)
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                        and n.nspname <> all (kept) and pg_get_userbyid(c.relowner) = current_user
                        and c.relkind in ('r', 'p', 'S', 'v', 'm')
                        and not exists (select from pg_depend d where d.objid = c.oid
                            and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i', 'e'))
                    union all
                    select format('alter routine %%s owner to %1$s', p.oid::regprocedure)
                    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                        and n.nspname <> all (kept) and pg_get_userbyid(p.proowner) = current_user
                loop
                    execute each.change;
                end loop;
            end
            $$
            """;

    private ServicesRole() {}

    /**
     * Makes the role if it is missing, and gives it what the superuser has in the database.
     *
     * @param superuserUrl of the database
     * @param password hexadecimal
     * @param kept schemas that stay the superuser's; words of small letters
     */
    static void prepare(String superuserUrl, String password, Set<String> kept)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(superuserUrl)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        (exists(connection) ? "alter" : "create")
                                + " role "
                                + NAME
                                + " login nosuperuser nocreatedb nocreaterole nobypassrls"
                                + " noreplication password '"
                                + password
                                + "'");
                statement.execute(
                        "grant connect, create on database "
                                + connection.getCatalog()
                                + " to "
                                + NAME);
                statement.execute(TAKE_OVER.formatted(NAME, String.join(",", kept)));
            }
            connection.commit();
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select from pg_roles where rolname = ?")) {
            select.setString(1, NAME);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }
}
