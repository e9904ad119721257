package dev.wardcast.notifications.push;

import io.micronaut.serde.annotation.Serdeable;

/**
 * Where and how a browser is reached; sealed at rest.
 *
 * @param p256dh its public key, in base64url
 * @param auth 16 bytes that it shares with us, in base64url
 */
@Serdeable
record PushTarget(String endpoint, String p256dh, String auth) {
    @Override
    public String toString() {
        return "PushTarget";
    }
}
