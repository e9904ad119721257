package dev.wardcast.alerts.http;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.Acknowledgements;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.Alerts;
import dev.wardcast.alerts.life.PublishedEvents;
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
    PublishedEvents publishedEvents(@Named("alerts") Database database, JsonMapper json) {
        return new PublishedEvents(database, json);
    }

    @Singleton
    Acknowledgements acknowledgements(
            @Named("alerts") Database database, Outbox outbox, JsonMapper json) {
        return new Acknowledgements(database, outbox, new AlertEvents(json));
    }
}
