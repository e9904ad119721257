package dev.wardcast.sessions.progress;

import dev.wardcast.kit.outbox.Outbox;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.transaction.TransactionOperations;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells rooms what was too soon to be told when it was reported, so that the last step of a burst
 * always arrives. That there is something to tell is in the row: if a node dies in between, another
 * one tells it.
 */
@Singleton
class LateNews implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(LateNews.class);

    /** Between two looks while there is something to tell, and when there probably is nothing. */
    private static final long BUSY_MILLIS = 20;

    private static final long QUIET_MILLIS = 1_000;

    private static final int BATCH = 500;

    private static final String TELL =
            """
            update sessions set told_at = clock_timestamp(), untold = false where id in (
                select id from sessions
                where untold and told_at <= clock_timestamp() - make_interval(secs => ?)
                order by told_at limit ? for update skip locked)
            returning
            """
                    + SessionRows.COLUMNS;

    private final TransactionOperations<Connection> transactions;
    private final Outbox outbox;
    private final SessionEvents events;
    private final PaceSettings pace;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private boolean reported;

    LateNews(
            @Named("sessions") TransactionOperations<Connection> transactions,
            Outbox outbox,
            SessionEvents events,
            PaceSettings pace) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.pace = pace;
        this.thread = Thread.ofVirtual().name("session-late-news").unstarted(this::run);
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        thread.start();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** There is something to tell, or will be within the pace. */
    void soon() {
        wanted.release();
    }

    private void run() {
        boolean busy = false;
        while (!stopped) {
            try {
                if (busy) {
                    TimeUnit.MILLISECONDS.sleep(BUSY_MILLIS);
                } else if (wanted.tryAcquire(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
                    TimeUnit.MILLISECONDS.sleep(BUSY_MILLIS);
                }
                wanted.drainPermits();
                busy = tell();
                reported = false;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                busy = false;
                report(e);
            }
        }
    }

    /** Whether there is more. */
    private boolean tell() {
        while (transactions.executeWrite(status -> tell(status.getConnection())) == BATCH) {
            // The next ones.
        }
        return transactions.executeRead(status -> isMore(status.getConnection()));
    }

    private int tell(Connection tx) throws SQLException {
        List<Session> told = new ArrayList<>();
        try (PreparedStatement update = tx.prepareStatement(TELL)) {
            update.setDouble(1, pace.seconds());
            update.setInt(2, BATCH);
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    told.add(SessionRows.session(row));
                }
            }
        }
        outbox.add(tx, told.stream().map(events::stands).toList());
        return told.size();
    }

    private static boolean isMore(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "select exists (select from sessions where untold)");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void report(RuntimeException failure) {
        if (!stopped && !reported) {
            LOG.warn("Late steps of sessions can't be told, trying again: {}", failure.toString());
            reported = true;
        }
    }
}
