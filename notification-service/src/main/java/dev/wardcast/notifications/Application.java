package dev.wardcast.notifications;

import dev.wardcast.kit.service.ServiceMain;

/** Runs this service by itself. */
public final class Application {

    private Application() {}

    public static void main(String[] args) {
        ServiceMain.run(Application.class, "notification-service", args);
    }
}
