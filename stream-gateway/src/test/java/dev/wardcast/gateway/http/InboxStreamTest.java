package dev.wardcast.gateway.http;

import static dev.wardcast.gateway.SharedGateway.publish;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static dev.wardcast.testsupport.Patience.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.SharedGateway;
import dev.wardcast.kit.receipts.Receipt;
import dev.wardcast.kit.receipts.ReceiptQueue;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.WebSocketClient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a user is told on their own stream: alone, and as one of many. */
class InboxStreamTest {

    private final String hospital = world().hospital();
    private final Person nurse = world().staff(hospital, "NURSE");

    private static SseClient stream(Person who, String lastEventId) {
        return SseClient.to("http://localhost:" + SharedGateway.port() + "/api/events/stream")
                .bearer(who.token())
                .lastEventId(lastEventId)
                .connect();
    }

    private static String notify(Room room) {
        String mark = UUID.randomUUID().toString();
        publish(room, EventType.USER_NOTIFICATION, "{\"mark\":\"" + mark + "\"}");
        return mark;
    }

    private static void awaitMark(SseClient stream, String mark) {
        stream.awaitEvent(event -> event.data().contains(mark), SOON);
    }

    private static boolean has(SseClient stream, String mark) {
        return stream.events().stream().anyMatch(event -> event.data().contains(mark));
    }

    @Test
    void one_publication_reaches_everybody_it_is_for_live_and_after_a_resume() {
        Person elsewhere = world().staff(world().hospital(), "DOCTOR");
        try (SseClient here = stream(nurse, "");
                SseClient there = stream(elsewhere, "")) {
            String begun = here.awaitLastEventId(SOON);
            there.awaitLastEventId(SOON);
            String toStaff = notify(new Room.AudienceHospital(hospital));
            String toNurses = notify(new Room.AudienceRole("NURSE"));
            String toAll = notify(new Room.AudienceAll());
            awaitMark(here, toAll);
            awaitMark(there, toAll);
            assertEquals(List.of(true, true), List.of(has(here, toStaff), has(here, toNurses)));
            assertEquals(List.of(false, false), List.of(has(there, toStaff), has(there, toNurses)));
            try (SseClient later = stream(nurse, begun)) {
                awaitMark(later, toStaff);
                awaitMark(later, toAll);
            }
        }
    }

    @Test
    void whoever_leaves_a_hospital_is_told_no_more_of_what_its_staff_is_told() {
        try (SseClient stream = stream(nurse, "")) {
            stream.awaitLastEventId(SOON);
            String before = notify(new Room.AudienceHospital(hospital));
            awaitMark(stream, before);
            String elsewhere = world().hospital();
            world().employOnly(nurse, elsewhere);
            await().until(() -> {
                String there = notify(new Room.AudienceHospital(elsewhere));
                notify(new Room.User(nurse.id()));
                return has(stream, there);
            });
            String after = notify(new Room.AudienceHospital(hospital));
            awaitMark(stream, notify(new Room.AudienceHospital(elsewhere)));
            assertEquals(false, has(stream, after));
        }
    }

    @Test
    void audiences_of_others_and_the_record_of_notices_are_nobodys_rooms() {
        try (WebSocketClient client = webSocket(nurse, "/realtime/ws")) {
            for (String room :
                    List.of("audience:role:ADMIN", "audience:hospital:x", "system:notices")) {
                client.send("{\"type\":\"subscribe\",\"room\":\"" + room + "\"}");
            }
            client.await(3, "\"denied\"");
        }
    }

    @Test
    void what_a_socket_has_taken_of_notifications_is_told_by_its_id() {
        ReceiptQueue queue = SharedGateway.service().bean(ReceiptQueue.class);
        String id = UUID.randomUUID().toString();
        try (SseClient stream = stream(nurse, "")) {
            stream.awaitLastEventId(SOON);
            NewEvent event =
                    NewEvent.once(
                            id,
                            new Room.User(nurse.id()),
                            EventType.USER_NOTIFICATION,
                            Instant.now(),
                            "{\"n\":1}".getBytes(UTF_8));
            SharedGateway.service()
                    .bean(EventLog.class)
                    .publish(event)
                    .toCompletableFuture()
                    .join();
            stream.awaitEvents(1, SOON);
            Receipt expected = new Receipt(nurse.id(), id);
            await().until(() ->
                    queue.oldest(10_000).toCompletableFuture().join().stream()
                            .anyMatch(batch -> batch.receipts().contains(expected)));
        }
    }

    @Test
    void a_notice_that_has_expired_is_told_to_nobody_who_comes_back() {
        Room room = new Room.User(nurse.id());
        try (SseClient stream = stream(nurse, "")) {
            String begun = stream.awaitLastEventId(SOON);
            publish(
                    room,
                    EventType.USER_NOTIFICATION,
                    "{\"mark\":\"over\",\"expires_at\":\"" + Instant.now().minusSeconds(1) + "\"}");
            publish(
                    room,
                    EventType.USER_NOTIFICATION,
                    "{\"mark\":\"holds\",\"expires_at\":\""
                            + Instant.now().plusSeconds(3_600)
                            + "\"}");
            publish(
                    room,
                    EventType.USER_NOTIFICATION,
                    "{\"mark\":\"unreadable\",\"expires_at\":\"soon\"}");
            String last = notify(room);
            try (SseClient later = stream(nurse, begun)) {
                awaitMark(later, last);
                assertEquals(
                        List.of(false, true, true),
                        List.of(has(later, "over"), has(later, "holds"), has(later, "unreadable")));
            }
        }
    }

    @Test
    void that_somebody_was_typing_is_no_news_to_whoever_comes_back() {
        Room room = new Room.User(nurse.id());
        try (SseClient stream = stream(nurse, "")) {
            String begun = stream.awaitLastEventId(SOON);
            NewEvent old =
                    NewEvent.reading(
                            UUID.randomUUID().toString(),
                            room,
                            EventType.USER_SIGNAL,
                            Instant.now().minus(Timely.WORTH).minusSeconds(1),
                            "{\"old\":1}".getBytes(UTF_8),
                            "typing");
            SharedGateway.service().bean(EventLog.class).publish(old).toCompletableFuture().join();
            publish(room, EventType.USER_SIGNAL, "{\"fresh\":1}");
            try (SseClient later = stream(nurse, begun)) {
                later.awaitEvent(event -> event.data().contains("fresh"), SOON);
                assertEquals(1, later.events().size());
            }
        }
    }
}
