package dev.wardcast.system.access;

import static dev.wardcast.system.access.Call.get;
import static dev.wardcast.system.access.Call.send;

import java.util.List;

/** Appointments, and how users are told outside of streams. */
final class AppointmentCalls {

    static final String APPOINTMENT =
            "{\"starts_at\":\"2099-05-01T09:00\",\"zone\":\"Europe/Berlin\",\"content\":\"Visit\"}";

    /** The key is the base point of P-256. */
    static final String SUBSCRIPTION =
            """
            {"endpoint":"https://fcm.googleapis.com/fcm/send/{new}","keys":{"p256dh":\
            "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",\
            "auth":"AAAAAAAAAAAAAAAAAAAAAA"}}\
            """;

    private static final String ONE = "/api/appointments/{appointment}";

    static final List<Call> ALL =
            List.of(
                    send("POST /api/appointments", 201, APPOINTMENT),
                    get("GET /api/appointments"),
                    get("GET /api/appointments/{id}").at(ONE),
                    send("PUT /api/appointments/{id}", 200, APPOINTMENT).at(ONE),
                    send("DELETE /api/appointments/{id}", 200, "").at(ONE),
                    send(
                            "POST /api/test/appointment-reminder",
                            202,
                            "{\"appointmentId\":\"test-1\",\"time\":\"2025-01-20T14:00:00Z\","
                                    + "\"content\":\"Test\"}"),
                    get("GET /api/push/key"),
                    send("POST /api/push/subscriptions", 201, SUBSCRIPTION),
                    send("DELETE /api/push/subscriptions/{id}", 204, "")
                            .at("/api/push/subscriptions/{subscription}"));

    private AppointmentCalls() {}
}
