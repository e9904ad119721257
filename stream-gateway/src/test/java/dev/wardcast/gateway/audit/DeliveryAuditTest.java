package dev.wardcast.gateway.audit;

import static dev.wardcast.testsupport.Patience.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.waveform.WaveformLog;
import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.gateway.waveform.Monitor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditQueue;
import dev.wardcast.kit.audit.AuditedPatient;
import dev.wardcast.kit.audit.Outcome;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.SseClient.Event;
import dev.wardcast.testsupport.WebSocketClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What went to whom is in the audit: as often as clients got it, no more and no less. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryAuditTest {

    private static final Pattern PATIENT = Pattern.compile("\"patient_id\":\"([^\"]+)\"");

    private ServiceUnderTest gateway;

    @BeforeAll
    void start() {
        gateway = new ServiceUnderTest(Map.of("wardcast.gateway.delivery-rollup", "1s"));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private void publish(Room room, EventType type, String patient) throws Exception {
        gateway.bean(EventLog.class)
                .publish(
                        NewEvent.once(
                                UUID.randomUUID().toString(),
                                room,
                                type,
                                Instant.now(),
                                ("{\"patient_id\":\"" + patient + "\",\"tier\":\"INFO\"}")
                                        .getBytes(UTF_8)))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void alert(String patient, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            publish(new Room.PatientAlerts(patient), EventType.PATIENT_ALERT, patient);
        }
    }

    private SseClient.Builder stream(Person who, String path) {
        return SseClient.to("http://localhost:" + gateway.port() + path).bearer(who.token());
    }

    private SseClient begun(SseClient.Builder stream) {
        SseClient client = stream.connect();
        assertEquals(200, client.status());
        client.awaitLastEventId(SOON);
        return client;
    }

    /** How many events of each patient a client got. */
    private static Map<String, Integer> got(SseClient... clients) {
        Map<String, Integer> counts = new TreeMap<>();
        for (SseClient client : clients) {
            for (Event event : client.events()) {
                Matcher patient = PATIENT.matcher(event.data());
                if (patient.find()) {
                    counts.merge(patient.group(1), 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    private List<AuditEntry> entries(Person who, AuditAction action) {
        try {
            return gateway
                    .bean(AuditQueue.class)
                    .oldest(100_000)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .stream()
                    .map(AuditQueue.Waiting::entry)
                    .filter(Objects::nonNull)
                    .filter(entry ->
                            who.id().equals(entry.actor().id()) && entry.action() == action)
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The same as the audit has it. */
    private Map<String, Integer> delivered(Person who) {
        Map<String, Integer> counts = new TreeMap<>();
        for (AuditEntry entry : entries(who, AuditAction.DELIVERED)) {
            for (AuditedPatient patient : entry.patients()) {
                counts.merge(patient.patientId(), patient.events(), Integer::sum);
            }
        }
        return counts;
    }

    private void awaitSame(Person who, Map<String, Integer> counts) {
        await().untilAsserted(() -> assertEquals(counts, delivered(who)));
    }

    @Test
    void whose_events_went_to_whom_adds_up_to_what_clients_got() throws Exception {
        String hospital = gateway.world().hospital();
        String a = gateway.world().patientIn(hospital);
        String b = gateway.world().patientIn(hospital);
        String c = gateway.world().patient();
        Person caregiver = gateway.world().caregiverOf(a, b, c);
        Person nurse = gateway.world().staff(hospital, "NURSE");
        String alerts = "/api/v1/caregivers/alerts/stream";

        SseClient first = begun(stream(caregiver, alerts));
        SseClient ward = begun(stream(nurse, "/realtime/events/hospital/" + hospital));
        alert(a, 3);
        alert(b, 2);
        alert(c, 1);
        for (int i = 0; i < 4; i++) {
            publish(new Room.HospitalAlerts(hospital), EventType.HOSPITAL_ALERT, b);
        }
        await().until(() -> got(first).equals(Map.of(a, 3, b, 2, c, 1)));
        await().until(() -> got(ward).equals(Map.of(b, 4)));
        awaitSame(caregiver, Map.of(a, 3, b, 2, c, 1));
        awaitSame(nurse, Map.of(b, 4));

        String position = first.lastEventId();
        first.close();
        // Until the gateway knows that the client is gone, it writes to it, and that counts.
        OpenStreams open = gateway.bean(OpenStreams.class);
        await().until(() -> open.of(caregiver.id()).isEmpty());
        alert(a, 2);
        try (SseClient second = begun(stream(caregiver, alerts).lastEventId(position))) {
            await().until(() -> got(second).equals(Map.of(a, 2)));
            alert(c, 5);
            await().until(() -> got(second).equals(Map.of(a, 2, c, 5)));
            // It ends in the middle of a period, and what it got counts all the same.
        }
        ward.close();
        awaitSame(caregiver, Map.of(a, 5, b, 2, c, 6));
        awaitSame(nurse, Map.of(b, 4));
    }

    @Test
    void the_frames_of_a_waveform_count_too() {
        String patient = gateway.world().patient();
        Person caregiver = gateway.world().caregiverOf(patient);
        Monitor monitor = new Monitor(gateway.bean(WaveformLog.class), patient, 72);
        monitor.send(3);
        String path = "/realtime/ws/patient/" + patient + "/waveform";
        try (WebSocketClient viewer =
                new WebSocketClient(gateway.port(), path, caregiver.token())) {
            viewer.awaitFrames(3);
            monitor.send(4);
            viewer.awaitFrames(7);
        }
        awaitSame(caregiver, Map.of(patient, 7));
    }

    @Test
    void a_delivery_is_told_of_in_the_period_in_which_it_happened() throws Exception {
        String patient = gateway.world().patient();
        Person caregiver = gateway.world().caregiverOf(patient);
        try (SseClient client = begun(stream(caregiver, "/api/v1/caregivers/alerts/stream"))) {
            Instant before = Instant.now();
            alert(patient, 7);
            await().until(() -> got(client).equals(Map.of(patient, 7)));
            Instant after = Instant.now();
            awaitSame(caregiver, Map.of(patient, 7));
            for (AuditEntry entry : entries(caregiver, AuditAction.DELIVERED)) {
                Instant period = Objects.requireNonNull(entry.at());
                assertEquals(0, period.toEpochMilli() % 1_000);
                // A loop looks at the clock once a second.
                assertTrue(!period.isBefore(before.minusSeconds(2)), period + " " + before);
                assertTrue(!period.isAfter(after), period + " " + after);
            }
        }
    }

    @Test
    void a_stream_is_told_of_with_its_scope_when_it_opens_and_when_it_closes() throws Exception {
        String patient = gateway.world().patient();
        String later = gateway.world().patient();
        Person caregiver = gateway.world().caregiverOf(patient);
        SseClient client = begun(stream(caregiver, "/api/v1/caregivers/alerts/stream"));
        gateway.world().grantOnly(caregiver, patient, later);
        await().until(() -> !entries(caregiver, AuditAction.ROOM_JOINED).isEmpty());
        client.close();
        await().until(() -> !entries(caregiver, AuditAction.STREAM_CLOSED).isEmpty());

        AuditEntry opened = entries(caregiver, AuditAction.STREAM_OPENED).getFirst();
        assertEquals(List.of(new AuditedPatient(patient, 0)), opened.patients());
        assertEquals("patient:" + patient + ":alerts", opened.detail());
        assertEquals("127.0.0.1", opened.actor().address());
        AuditEntry joined = entries(caregiver, AuditAction.ROOM_JOINED).getFirst();
        assertEquals(List.of(new AuditedPatient(later, 0)), joined.patients());
        AuditEntry closed = entries(caregiver, AuditAction.STREAM_CLOSED).getFirst();
        assertEquals("client", closed.reason());
        assertEquals(2, closed.patients().size());
        assertEquals(opened.actor().correlationId(), closed.actor().correlationId());
    }

    @Test
    void a_stream_that_is_refused_is_told_of_too() {
        String patient = gateway.world().patient();
        Person stranger = gateway.world().with("CAREGIVER");
        try (SseClient refused =
                stream(stranger, "/realtime/events/patient/" + patient).connect()) {
            assertEquals(403, refused.status());
        }
        await().until(() -> !entries(stranger, AuditAction.STREAM_OPENED).isEmpty());
        AuditEntry entry = entries(stranger, AuditAction.STREAM_OPENED).getFirst();
        assertEquals(Outcome.REFUSED, entry.outcome());
        assertEquals("/realtime/events/patient/" + patient, entry.detail());
    }
}
