package dev.wardcast.notifications.push;

/**
 * Another way to somebody who has neither a stream nor a browser that can be woken: e-mail, SMS. An
 * installation brings its own by a bean that replaces {@link LogMessenger}.
 */
public interface Messenger {

    /**
     * Sends, or hands over to something that will; may be called again for the same after a
     * failure. Blocks; called on a virtual thread.
     *
     * @param userId whose address the messenger knows, or finds
     * @param kind what to say, and no more than {@link PushKind} says
     * @throws RuntimeException if it is to be tried again later
     */
    void send(String userId, PushKind kind);
}
