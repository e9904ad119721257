package dev.wardcast.alerts.escalation;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.AlertRows;
import dev.wardcast.alerts.life.AlertStory;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Starts the clock with the application. */
@Factory
final class EscalationFactory {

    @Context
    @Bean(preDestroy = "close")
    @Requires(property = "wardcast.alerts.escalation.work", notEquals = "false")
    EscalationClock clock(
            EscalationConfiguration settings,
            @Named("alerts") Database database,
            People people,
            Outbox outbox,
            JsonMapper json,
            MeterRegistry meters) {
        Directory directory =
                (patientId, roles) -> people.whoMaySee(patientId, roles, PatientScope.ALERTS);
        EscalationClock clock =
                clock(
                        database,
                        directory,
                        outbox,
                        json,
                        new EscalationMeters(meters),
                        settings.poll());
        clock.start();
        return clock;
    }

    @Singleton
    PolicyTable policies(@Named("alerts") Database database, AuditTrail audit, JsonMapper json) {
        return new PolicyTable(database, audit, json);
    }

    /** One node's clock, put together. */
    static EscalationClock clock(
            Database database,
            Directory directory,
            Outbox outbox,
            JsonMapper json,
            EscalationMeters meters,
            Duration poll) {
        AlertStory story = new AlertStory(database, json);
        return new EscalationClock(
                database,
                new EscalationSteps(database, story, outbox, meters, json),
                new EscalationCalls(
                        database,
                        directory,
                        new AlertRows(json),
                        story,
                        outbox,
                        new AlertEvents(json),
                        meters),
                poll);
    }
}
