package dev.wardcast.testsupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The lines that a service would log with the settings it ships with, until closed. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Layout<ILoggingEvent> layout;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger ours;
    private final Logger root;
    private final Level oursBefore;
    private final Level rootBefore;

    /**
     * @param layout makes the lines, on the thread that logs
     */
    public LogLines(Layout<ILoggingEvent> layout) {
        LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        this.layout = layout;
        ours = logback.getLogger("dev.wardcast");
        root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        oursBefore = ours.getLevel();
        rootBefore = root.getLevel();
        layout.setContext(logback);
        layout.start();
        setContext(logback);
        start();
        ours.setLevel(Level.INFO);
        root.setLevel(Level.WARN);
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(layout.doLayout(event));
    }

    public List<String> all() {
        return List.copyOf(lines);
    }

    public List<String> with(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() {
        root.detachAppender(this);
        ours.setLevel(oursBefore);
        root.setLevel(rootBefore);
    }
}
