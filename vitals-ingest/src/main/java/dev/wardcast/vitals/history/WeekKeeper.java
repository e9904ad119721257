package dev.wardcast.vitals.history;

import dev.wardcast.vitals.VitalsSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the weeks of the history before they are needed and drops those that have had their time.
 * Runs on every node: whichever is first does it.
 */
@Singleton
class WeekKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(WeekKeeper.class);

    /** So that nobody notices a service that was down, or could not make one, for some weeks. */
    static final int WEEKS_AHEAD = 4;

    /** What is accepted may wait in the queue before it gets to the history. */
    private static final Duration LONGEST_WAY = Duration.ofDays(1);

    private final TransactionOperations<Connection> transactions;
    private final Duration retention;
    private final Clock clock;
    private final Counter dropped;

    @Inject
    WeekKeeper(
            @Named("vitals") TransactionOperations<Connection> transactions,
            HistorySettings settings,
            VitalsSettings accepted,
            MeterRegistry registry) {
        this(transactions, settings, accepted, registry, Clock.systemUTC());
    }

    WeekKeeper(
            TransactionOperations<Connection> transactions,
            HistorySettings settings,
            VitalsSettings accepted,
            MeterRegistry registry,
            Clock clock) {
        this.transactions = transactions;
        this.retention = settings.historyRetention();
        this.clock = clock;
        this.dropped = registry.counter("wardcast.vitals.history.weeks.dropped");
        if (retention.compareTo(accepted.maxAge().plus(LONGEST_WAY)) < 0) {
            throw new ConfigurationException(
                    "wardcast.vitals.history-retention: %s (expected: at least a day more than wardcast.vitals.max-age, %s)"
                            .formatted(retention, accepted.maxAge()));
        }
    }

    @Scheduled(fixedDelay = "1h", initialDelay = "0s")
    void keep() {
        LocalDate now = Weeks.of(clock.instant());
        make(now.datesUntil(now.plusWeeks(WEEKS_AHEAD + 1L), Period.ofWeeks(1)).toList());
        dropOld();
    }

    /** A transaction each: whoever waits for one does not wait for all. */
    void make(Collection<LocalDate> mondays) {
        for (LocalDate monday : mondays) {
            boolean made =
                    transactions.executeWrite(status -> Weeks.make(status.getConnection(), monday));
            if (made) {
                LOG.info("the history has a partition for the week of {}", monday);
            }
        }
    }

    private void dropOld() {
        Instant oldest = clock.instant().minus(retention);
        List<LocalDate> weeks =
                transactions.executeRead(status -> Weeks.all(status.getConnection()));
        for (LocalDate monday : weeks) {
            if (!Weeks.endOf(monday).isAfter(oldest) && drop(monday)) {
                dropped.increment();
                LOG.info("the week of {} is past its retention and was dropped", monday);
            }
        }
    }

    private boolean drop(LocalDate monday) {
        try {
            return transactions.executeWrite(status -> Weeks.drop(status.getConnection(), monday));
        } catch (Exception failure) {
            // An SQLException too, although executeWrite doesn't say so.
            if (SqlState.of(failure).equals(SqlState.NOT_NOW)) {
                LOG.info("the week of {} is being read and will be dropped later", monday);
                return false;
            }
            throw failure;
        }
    }
}
