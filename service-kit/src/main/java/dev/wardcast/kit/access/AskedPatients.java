package dev.wardcast.kit.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The patients about whom access was decided while a request was answered: for the audit. */
public final class AskedPatients {

    private static final String ATTRIBUTE = "dev.wardcast.access.asked-patients";

    /** A stream may ask about very many; a read that does says itself whom it shows. */
    private static final int MOST = 1_000;

    private AskedPatients() {}

    static void note(String patientId) {
        ServerRequestContext.currentRequest()
                .ifPresent(request -> {
                    Set<String> asked = set(request);
                    if (asked.size() < MOST) {
                        asked.add(patientId);
                    }
                });
    }

    /** Whatever the decisions were. */
    public static Set<String> of(HttpRequest<?> request) {
        return Set.copyOf(set(request));
    }

    @SuppressWarnings("unchecked")
    private static Set<String> set(HttpRequest<?> request) {
        return (Set<String>)
                request.getAttribute(ATTRIBUTE)
                        .orElseGet(() -> {
                            Set<String> fresh = ConcurrentHashMap.newKeySet();
                            request.setAttribute(ATTRIBUTE, fresh);
                            return fresh;
                        });
    }
}
