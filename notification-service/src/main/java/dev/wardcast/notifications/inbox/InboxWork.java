package dev.wardcast.notifications.inbox;

import io.micronaut.context.annotation.Context;
import io.micronaut.transaction.TransactionOperations;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this service does by itself: takes in receipts and notices, and lets go of what expired. */
@Context
final class InboxWork {

    private static final Logger LOG = LoggerFactory.getLogger(InboxWork.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);
    private static final int PRUNE_LIMIT = 5_000;

    /** Kept a while after its end, for whoever asks what was sent. */
    private static final String PRUNE_EXPIRED =
            """
            delete from notifications where id in (select id from notifications
                where expires_at < now() - interval '30 days' limit
            """
                    + PRUNE_LIMIT
                    + ")";

    /** What is no notification of ours, or is one no longer; a day is more than any delay. */
    private static final String PRUNE_STATES =
            """
            delete from notification_states s where coalesce(s.delivered_at, s.acknowledged_at)
                    < now() - interval '1 day'
                and not exists (select 1 from notifications n where n.id = s.notification_id)
            """;

    private final TransactionOperations<Connection> transactions;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread receipts;
    private final Thread notices;
    private final Thread pruning;

    InboxWork(
            @Named("notifications") TransactionOperations<Connection> transactions,
            ReceiptDrain drain,
            NoticeIntake intake) {
        this.transactions = transactions;
        this.receipts = thread("receipt-drain", LOOK_EVERY, drain::drain);
        this.notices = thread("notice-intake", LOOK_EVERY, intake::take);
        this.pruning = thread("notification-pruning", PRUNE_EVERY, this::prune);
    }

    @PostConstruct
    void start() {
        receipts.start();
        notices.start();
        pruning.start();
    }

    private Thread thread(String name, Duration every, BooleanSupplier work) {
        return Thread.ofVirtual().name(name).unstarted(() -> run(name, every, work));
    }

    private void run(String name, Duration every, BooleanSupplier work) {
        boolean reported = false;
        try {
            while (!over.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    while (over.getCount() > 0 && work.getAsBoolean()) {
                        // There may be more.
                    }
                    reported = false;
                } catch (RuntimeException away) {
                    if (!reported && over.getCount() > 0) {
                        reported = true;
                        LOG.warn(
                                "{} rests until Redis and PostgreSQL answer: {}",
                                name,
                                away.toString());
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean prune() {
        return transactions.executeWrite(status -> {
            try (Statement delete = status.getConnection().createStatement()) {
                int expired = delete.executeUpdate(PRUNE_EXPIRED);
                delete.executeUpdate(PRUNE_STATES);
                return expired == PRUNE_LIMIT;
            }
        });
    }

    @PreDestroy
    void stop() throws InterruptedException {
        over.countDown();
        for (Thread thread : new Thread[] {receipts, notices, pruning}) {
            thread.join(Duration.ofSeconds(3));
        }
    }
}
