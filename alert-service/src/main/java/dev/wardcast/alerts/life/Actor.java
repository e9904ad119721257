package dev.wardcast.alerts.life;

import dev.wardcast.kit.access.Role;
import java.util.Locale;

/**
 * Who does something about an alert.
 *
 * @param role the one of their roles that gave them access to the patient, in lower case
 */
public record Actor(String userId, String role) {
    public static Actor as(Role role, String userId) {
        return new Actor(userId, role.name().toLowerCase(Locale.ROOT));
    }
}
