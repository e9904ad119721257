package dev.wardcast.notifications.push;

import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that somebody would have been told. */
@Singleton
class LogMessenger implements Messenger {

    private static final Logger LOG = LoggerFactory.getLogger(LogMessenger.class);

    @Override
    public void send(String userId, PushKind kind) {
        LOG.info("user {} would be told: {}", userId, kind);
    }
}
