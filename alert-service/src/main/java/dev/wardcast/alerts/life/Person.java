package dev.wardcast.alerts.life;

import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import java.util.Locale;

/**
 * Who does something about an alert.
 *
 * @param actor as the audit knows them
 * @param role the one of their roles that gave them access to the patient, in lower case
 */
public record Person(Actor actor, String role) {

    public static Person in(Role role, Actor actor) {
        return new Person(actor, role.name().toLowerCase(Locale.ROOT));
    }

    public String userId() {
        return actor.getName();
    }
}
