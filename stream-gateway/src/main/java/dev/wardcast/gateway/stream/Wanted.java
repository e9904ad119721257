package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;

/** Which events a client asked for; the others are passed over. */
public interface Wanted {

    Wanted EVERYTHING =
            new Wanted() {
                @Override
                public boolean test(LogEvent event) {
                    return true;
                }

                @Override
                public boolean test(byte[] data) {
                    return true;
                }
            };

    boolean test(LogEvent event);

    /**
     * The same of an event that comes from elsewhere than the log.
     *
     * @param data its JSON
     */
    boolean test(byte[] data);
}
