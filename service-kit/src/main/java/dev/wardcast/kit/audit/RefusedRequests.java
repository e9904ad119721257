package dev.wardcast.kit.audit;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.RoleRefusals;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteMatch;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records those who are signed in and are not even let near a route, for want of a role: of a
 * {@link PatientRead} as the read that it was to be, of any other as {@link AuditAction#REFUSED}.
 */
@Singleton
@Requires(property = "datasources")
final class RefusedRequests implements RoleRefusals {

    private final Actors actors;
    private final AuditTrail trail;

    RefusedRequests(Actors actors, AuditTrail trail) {
        this.actors = actors;
        this.trail = trail;
    }

    @Override
    public void refused(HttpRequest<?> request) {
        @Nullable RouteMatch<?> route =
                request.getAttribute(HttpAttributes.ROUTE_MATCH, RouteMatch.class).orElse(null);
        @Nullable AnnotationValue<PatientRead> read =
                route == null ? null : route.getAnnotation(PatientRead.class);
        if (route == null) {
            return;
        }
        AuditEntry entry =
                read == null
                        ? ofRoute(request)
                        : PatientReadAudit.entry(actors.of(request), read, id(route, read));
        Set<String> patients = named(request, route);
        if (read == null || !patients.isEmpty() || read.booleanValue("always").orElse(true)) {
            trail.record(entry.patients(patients).refused("forbidden"));
        }
    }

    /** The template and not the path: what stands in a path may be anything. */
    private AuditEntry ofRoute(HttpRequest<?> request) {
        String template = BasicHttpAttributes.getUriTemplate(request).orElse("");
        return AuditEntry.of(actors.of(request), AuditAction.REFUSED)
                .on("route", request.getMethodName() + " " + template);
    }

    private static @Nullable Object id(RouteMatch<?> route, AnnotationValue<PatientRead> read) {
        return read.stringValue("id").map(route.getVariableValues()::get).orElse(null);
    }

    /** The patient whom the path or the query names, if any. */
    private static Set<String> named(HttpRequest<?> request, RouteMatch<?> route) {
        return Stream.of(
                        route.getVariableValues().get("patientId"),
                        request.getParameters().get("patient_id"))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .filter(id -> Room.ID.matcher(id).matches())
                .collect(Collectors.toSet());
    }
}
