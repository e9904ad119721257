package dev.wardcast.gateway.alerts;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Gap;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.stream.Refill;
import dev.wardcast.gateway.upstream.Upstream;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks alert-service for the alert events after a position, patient by patient. */
@Singleton
public final class AlertRefill implements Refill {

    /** As many as may wait for a connection. */
    private static final int PAGE = 100;

    /** A client without a known position is given the last hour, as long as the buffers reach. */
    private static final Duration WITHOUT_POSITION = Duration.ofHours(1);

    private final Upstream upstream;
    private final String alertsUrl;
    private final JsonMapper json;

    AlertRefill(Upstream upstream, GatewayConfiguration configuration, JsonMapper json) {
        this.upstream = upstream;
        this.alertsUrl = configuration.getAlertsUrl();
        this.json = json;
    }

    @Override
    public Pages begin(String token, Gap gap) {
        Queue<String> patients = new ArrayDeque<>();
        for (String room : new TreeSet<>(gap.rooms())) {
            if (Room.parse(room) instanceof Room.PatientAlerts(String patient)) {
                patients.add(patient);
            }
        }
        long after =
                gap.since().clock() > 0
                        ? gap.since().clock()
                        : Instant.now().minus(WITHOUT_POSITION).toEpochMilli() * 1000;
        return new PatientByPatient(token, patients, after);
    }

    private final class PatientByPatient implements Pages {
        private final String token;
        private final Queue<String> patients;
        private final long begin;
        private long after;

        PatientByPatient(String token, Queue<String> patients, long after) {
            this.token = token;
            this.patients = patients;
            this.begin = after;
            this.after = after;
        }

        @Override
        public CompletionStage<Page> next() {
            return patients.isEmpty()
                    ? CompletableFuture.completedFuture(Page.END)
                    : upstream.async(this::page);
        }

        /** Patients without events make no page of their own, unless they are the last. */
        private Page page() throws IOException, InterruptedException {
            List<Refilled> events = new ArrayList<>();
            while (!patients.isEmpty() && events.isEmpty()) {
                String patient = patients.element();
                AlertEventsPage found = eventsOf(patient);
                String room = new Room.PatientAlerts(patient).name();
                for (AlertEventsPage.PublishedEvent event : found.events()) {
                    events.add(
                            new Refilled(
                                    event.eventId(),
                                    event.clock(),
                                    room,
                                    EventType.PATIENT_ALERT.wireName(),
                                    json.writeValueAsBytes(event.data())));
                    after = Math.max(after, event.clock());
                }
                if (!found.more()) {
                    patients.remove();
                    after = begin;
                }
            }
            return new Page(events, patients.isEmpty());
        }

        private AlertEventsPage eventsOf(String patient) throws IOException, InterruptedException {
            byte[] answer =
                    upstream.get(
                            token,
                            alertsUrl,
                            "/api/v1/alerts/events?patient_id="
                                    + patient
                                    + "&after_clock="
                                    + after
                                    + "&limit="
                                    + PAGE);
            AlertEventsPage page = json.readValue(answer, AlertEventsPage.class);
            if (page == null) {
                throw new IOException("alert-service answered null");
            }
            return page;
        }
    }
}
