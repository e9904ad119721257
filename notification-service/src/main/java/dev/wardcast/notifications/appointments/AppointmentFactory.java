package dev.wardcast.notifications.appointments;

import dev.wardcast.kit.crypto.SealedColumn;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

@Factory
final class AppointmentFactory {

    @Singleton
    @Named("appointments")
    SealedColumn sealedWords() {
        return new SealedColumn(
                "notifications", "appointments", "id", "body", AppointmentRows::context);
    }
}
