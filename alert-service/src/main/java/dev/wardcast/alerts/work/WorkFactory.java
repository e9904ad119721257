package dev.wardcast.alerts.work;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.AlertChanges;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.AlertStory;
import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.alerts.rules.RuleEngine;
import dev.wardcast.alerts.rules.SilenceDetector;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.kit.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.UUID;

/** Starts the work on samples with the application. */
@Factory
final class WorkFactory {

    @Context
    @Bean(preDestroy = "close")
    @Requires(property = "wardcast.alerts.work", notEquals = "false")
    PartitionKeeper keeper(
            WorkConfiguration settings,
            @Named("alerts") Database database,
            SampleQueue queue,
            Outbox outbox,
            JsonMapper json,
            MeterRegistry meters,
            Tracing tracing) {
        WorkMeters work = new WorkMeters(Clock.systemUTC(), meters);
        PartitionKeeper keeper =
                keeper(
                        UUID.randomUUID().toString(),
                        settings,
                        database,
                        queue,
                        outbox,
                        json,
                        work,
                        tracing);
        keeper.start();
        return keeper;
    }

    /** One node's work, put together. */
    static PartitionKeeper keeper(
            String node,
            WorkConfiguration settings,
            Database database,
            SampleQueue queue,
            Outbox outbox,
            JsonMapper json,
            WorkMeters meters,
            Tracing tracing) {
        PartitionTable table = new PartitionTable(database, settings.lease());
        RuleTable rules = new RuleTable(json);
        LatestRules latest = new LatestRules(database, rules);
        PartitionStore store = store(database, rules, latest, outbox, json, meters);
        return new PartitionKeeper(
                node,
                table,
                latest,
                claim ->
                        new PartitionWorker(
                                claim,
                                queue,
                                table,
                                store,
                                advance(claim, store, settings, json, meters),
                                tracing),
                meters,
                settings.heartbeat());
    }

    static Advance advance(
            Claim claim,
            PartitionStore store,
            WorkConfiguration settings,
            JsonMapper json,
            WorkMeters meters) {
        return new Advance(
                claim,
                store,
                evaluator(json),
                meters,
                settings.batch(),
                settings.gather(),
                settings.patients() / SampleQueue.PARTITIONS);
    }

    private static BatchEvaluator evaluator(JsonMapper json) {
        return new BatchEvaluator(
                new RuleEngine(TimeOrderedIds::next),
                new SilenceDetector(TimeOrderedIds::next),
                new AlertEvents(json));
    }

    static PartitionStore store(
            Database database,
            RuleTable rules,
            LatestRules latest,
            Outbox outbox,
            JsonMapper json,
            WorkMeters meters) {
        AlertEvents events = new AlertEvents(json);
        return new PartitionStore(
                database,
                rules,
                latest,
                evaluator(json),
                new Outcomes(
                        new AlertChanges(new AlertStory(database, json), json), events, outbox),
                new Quarantine(outbox, json),
                meters);
    }
}
