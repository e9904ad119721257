package dev.wardcast.kit.audit;

import dev.wardcast.kit.access.AskedPatients;
import dev.wardcast.kit.audit.PatientRead.AboutPatients;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.aop.InterceptorBean;
import io.micronaut.aop.MethodInterceptor;
import io.micronaut.aop.MethodInvocationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Records what {@link PatientRead} stands on. */
@Singleton
@InterceptorBean(PatientRead.class)
@Requires(property = "datasources")
final class PatientReadAudit implements MethodInterceptor<Object, Object> {

    private final Actors actors;
    private final AuditTrail trail;

    PatientReadAudit(Actors actors, AuditTrail trail) {
        this.actors = actors;
        this.trail = trail;
    }

    @Override
    public @Nullable Object intercept(MethodInvocationContext<Object, Object> call) {
        HttpRequest<?> request =
                ServerRequestContext.currentRequest()
                        .orElseThrow(() -> new IllegalStateException("no request to speak of"));
        Object answer;
        try {
            answer = call.proceed();
        } catch (ProblemException refusal) {
            refused(call, request, refusal);
            throw refusal;
        }
        Set<String> patients = new TreeSet<>(AskedPatients.of(request));
        if (answer instanceof AboutPatients about) {
            about.aboutPatients().forEach(patients::add);
        }
        if (!patients.isEmpty() || always(call)) {
            trail.record(entry(call, request).patients(patients));
        }
        return answer;
    }

    /** A mistake in the request is nobody's attempt to see a patient. */
    private void refused(
            MethodInvocationContext<Object, Object> call,
            HttpRequest<?> request,
            ProblemException refusal) {
        AuditEntry entry = entry(call, request).patients(AskedPatients.of(request));
        switch (refusal.status()) {
            case UNAUTHORIZED, FORBIDDEN -> trail.record(entry.refused(refusal.code()));
            case SERVICE_UNAVAILABLE -> trail.record(entry.failed(refusal.code()));
            default -> {
                // Answered like any other.
            }
        }
    }

    private static boolean always(MethodInvocationContext<Object, Object> call) {
        return call.booleanValue(PatientRead.class, "always").orElse(true);
    }

    private AuditEntry entry(MethodInvocationContext<Object, Object> call, HttpRequest<?> request) {
        AnnotationValue<PatientRead> read = call.getAnnotation(PatientRead.class);
        if (read == null) {
            throw new IllegalStateException("@PatientRead (expected: on " + call + ")");
        }
        String parameter = read.stringValue("id").orElse("");
        @Nullable Object id =
                parameter.isEmpty() ? null : call.getParameterValueMap().get(parameter);
        return entry(actors.of(request), read, id);
    }

    static AuditEntry entry(Actor actor, AnnotationValue<PatientRead> read, @Nullable Object id) {
        boolean search = read.booleanValue("search").orElse(false);
        return AuditEntry.of(
                        actor, search ? AuditAction.PATIENT_SEARCHED : AuditAction.PATIENT_READ)
                .on(read.stringValue().orElseThrow(), id == null ? null : shortened(id.toString()));
    }

    /** It comes from outside and may be anything. */
    private static String shortened(String id) {
        String clean = id.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 100 ? clean : clean.substring(0, 99) + "…";
    }
}
