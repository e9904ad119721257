package dev.wardcast.testsupport;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long tests wait for what must come. A busy machine may take many times as long as a quiet
 * one, and a test that waits has nothing to say about that: it passes as soon as what it waits for
 * is there. Awaitility waits {@link #SOON} wherever a test says nothing else. How fast things are
 * is what the benchmarks tell.
 */
public final class Patience implements LauncherSessionListener {

    /** For what comes some time. */
    public static final Duration SOON = Duration.ofSeconds(60);

    /**
     * For what ends with what a service remembers: shorter than the half minute for which it
     * remembers what nobody told it to forget.
     */
    public static final Duration TOLD = Duration.ofSeconds(15);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(SOON);
    }
}
