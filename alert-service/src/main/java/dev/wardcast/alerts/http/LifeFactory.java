package dev.wardcast.alerts.http;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.Acknowledgements;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.AlertHandling;
import dev.wardcast.alerts.life.AlertRows;
import dev.wardcast.alerts.life.AlertStory;
import dev.wardcast.alerts.life.Alerts;
import dev.wardcast.alerts.life.ManualAlerts;
import dev.wardcast.alerts.life.PublishedEvents;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
import io.micronaut.context.annotation.Factory;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

@Factory
final class LifeFactory {

    @Singleton
    Alerts alerts(@Named("alerts") Database database, JsonMapper json) {
        return new Alerts(database, json);
    }

    @Singleton
    AlertStory story(@Named("alerts") Database database, JsonMapper json) {
        return new AlertStory(database, json);
    }

    @Singleton
    PublishedEvents publishedEvents(@Named("alerts") Database database, JsonMapper json) {
        return new PublishedEvents(database, json);
    }

    @Singleton
    Acknowledgements acknowledgements(
            @Named("alerts") Database database,
            AlertStory story,
            AuditTrail audit,
            Outbox outbox,
            JsonMapper json) {
        return new Acknowledgements(database, story, audit, outbox, new AlertEvents(json));
    }

    @Singleton
    AlertHandling handling(
            @Named("alerts") Database database,
            Acknowledgements acknowledgements,
            AlertStory story,
            AuditTrail audit,
            Outbox outbox,
            JsonMapper json) {
        return new AlertHandling(
                database,
                new AlertRows(json),
                acknowledgements,
                story,
                audit,
                outbox,
                new AlertEvents(json));
    }

    @Singleton
    ManualAlerts manualAlerts(
            @Named("alerts") Database database,
            AlertStory story,
            AuditTrail audit,
            Outbox outbox,
            JsonMapper json) {
        return new ManualAlerts(database, story, audit, outbox, json);
    }
}
