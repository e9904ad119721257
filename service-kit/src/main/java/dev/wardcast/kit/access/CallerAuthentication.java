package dev.wardcast.kit.access;

import io.micronaut.security.authentication.Authentication;
import java.util.Collection;
import java.util.Map;

/** A {@link Caller} as Micronaut Security sees it; its roles are those that the user has now. */
final class CallerAuthentication implements Authentication {

    private static final long serialVersionUID = 1L;

    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }

    @Override
    public String getName() {
        return caller.userId();
    }

    @Override
    public Collection<String> getRoles() {
        return caller.roles().stream().map(Role::name).toList();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }
}
