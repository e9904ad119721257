package dev.wardcast.testsupport;

import dev.wardcast.testsupport.AccessWorld.Person;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a service told the audit, for its tests. */
public final class AuditTold {

    private final String databaseUrl;

    /**
     * @param databaseUrl of the service; its user may read the audit
     */
    public AuditTold(String databaseUrl) {
        this.databaseUrl = databaseUrl;
    }

    /**
     * What somebody did, the earliest first: action, outcome, kind of resource, and the patients,
     * for instance {@code PATIENT_READ ALLOWED vitals [patient-1]}.
     */
    public List<String> of(Person person) {
        return told(
                """
                select action || ' ' || outcome || ' ' || resource_type || ' ['
                    || coalesce((select string_agg(patient_id, ', ' order by patient_id)
                        from audit.entry_patients where entry_id = id), '') || ']'
                from audit.entries where actor_id = ? order by at, id
                """,
                person.id());
    }

    /** What was done to a thing, the earliest first, by the names of the actions. */
    public List<String> about(String resourceId) {
        return told(
                "select action from audit.entries where resource_id = ? order by at, id",
                resourceId);
    }

    private List<String> told(String sql, String parameter) {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, parameter);
            try (ResultSet row = select.executeQuery()) {
                List<String> told = new ArrayList<>();
                while (row.next()) {
                    told.add(row.getString(1));
                }
                return told;
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
