package dev.wardcast.kit.access;

import io.micronaut.http.HttpRequest;

/** Hears of callers who are signed in and were turned away because none of their roles counts. */
public interface RoleRefusals {

    /** Before the refusal is answered; on a virtual thread. What is thrown is answered instead. */
    void refused(HttpRequest<?> request);
}
