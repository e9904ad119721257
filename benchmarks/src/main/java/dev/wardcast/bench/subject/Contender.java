package dev.wardcast.bench.subject;

import java.util.Locale;
import java.util.Optional;

/** Who takes part. */
public enum Contender {
    NCHAN("nchan"),
    BARE_NETTY("bare Netty"),
    WARDCAST("Wardcast");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** As on the command line. */
    public String key() {
        return label.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** Starts it; returns when it takes connections. */
    public Subject start(Setting setting) {
        return switch (this) {
            case NCHAN -> Nchan.start(setting);
            case BARE_NETTY -> BareNetty.start(setting);
            case WARDCAST -> Wardcast.start(setting);
        };
    }

    /** Why it can't take part on this machine, if so. */
    public Optional<String> absence() {
        return switch (this) {
            case NCHAN -> NchanInstallation.absence();
            case BARE_NETTY, WARDCAST -> Optional.empty();
        };
    }

    /** Version and settings, for the report. */
    public String description() {
        return switch (this) {
            case NCHAN -> NchanInstallation.description();
            case BARE_NETTY -> BareNetty.description();
            case WARDCAST -> Wardcast.description();
        };
    }
}
