package dev.wardcast.gateway.http;

import static dev.wardcast.gateway.SharedGateway.publish;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.SharedGateway;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.WebSocketClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told to some users and nobody else comes on their own streams, and on no other. */
@Timeout(60)
class GroupStreamTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final String hospital = world().hospital();
    private final Person ann = world().staff(hospital, "NURSE");
    private final Person ben = world().staff(hospital, "NURSE");
    private final Person cal = world().staff(hospital, "NURSE");
    private final String subject = UUID.randomUUID().toString();

    private static SseClient stream(Person who, String lastEventId) {
        return stream(who, lastEventId, "");
    }

    private static SseClient stream(Person who, String lastEventId, String query) {
        return SseClient.to(
                        "http://localhost:" + SharedGateway.port() + "/api/events/stream" + query)
                .bearer(who.token())
                .lastEventId(lastEventId)
                .connect();
    }

    private static void tell(
            String subject, Room.Group.@Nullable About about, String mark, Person... members) {
        NewEvent event =
                NewEvent.onceTo(
                        Arrays.stream(members).map(Person::id).collect(Collectors.toSet()),
                        subject,
                        about,
                        UUID.randomUUID().toString(),
                        EventType.USER_MESSAGE,
                        Instant.now(),
                        ("{\"mark\":\"" + mark + "\"}").getBytes(UTF_8));
        SharedGateway.service()
                .bean(EventLog.class)
                .publish(event)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private void tell(String mark, Person... members) {
        tell(subject, null, mark, members);
    }

    private static List<String> marks(SseClient stream) {
        return stream.events().stream()
                .map(event -> event.data().replaceAll(".*\"mark\":\"([^\"]+)\".*", "$1"))
                .toList();
    }

    private static void awaitMarks(SseClient stream, String... expected) {
        await().atMost(SOON).untilAsserted(() -> assertEquals(List.of(expected), marks(stream)));
    }

    @Test
    void each_member_is_told_once_and_nobody_else_is() {
        try (SseClient a = stream(ann, "");
                SseClient b = stream(ben, "");
                SseClient c = stream(cal, "")) {
            List.of(a, b, c).forEach(each -> each.awaitLastEventId(SOON));
            tell("1", ann, ben);
            tell("2", ann, ben, cal);
            tell("3", ann, ben);
            tell("4", cal);
            awaitMarks(a, "1", "2", "3");
            awaitMarks(b, "1", "2", "3");
            awaitMarks(c, "2", "4");
        }
    }

    @Test
    void whoever_comes_back_gets_what_each_group_was_told_once_and_in_order() {
        String left;
        tell("0", ann, ben);
        try (SseClient stream = stream(ann, "")) {
            stream.awaitLastEventId(SOON);
            tell("1", ann, ben);
            awaitMarks(stream, "1");
            left = stream.lastEventId();
        }
        tell("2", ann, cal);
        publish(new Room.User(ann.id()), EventType.USER_MESSAGE, "{\"mark\":\"3\"}");
        tell("4", ann, ben);
        tell("5", ben, cal);
        try (SseClient back = stream(ann, left)) {
            awaitMarks(back, "2", "3", "4");
            tell("6", ann, ben, cal);
            awaitMarks(back, "2", "3", "4", "6");
        }
    }

    @Test
    void the_newest_that_are_asked_for_are_those_of_groups_too() {
        for (int i = 0; i < 5; i++) {
            tell("" + i, ann, i % 2 == 0 ? ben : cal);
        }
        try (SseClient stream = stream(ann, "", "?history=3")) {
            awaitMarks(stream, "2", "3", "4");
        }
    }

    @Test
    void of_groups_that_begin_while_streams_open_nothing_is_lost_and_nothing_doubled()
            throws Exception {
        for (int round = 0; round < 60; round++) {
            Person one = world().staff(hospital, "NURSE");
            CompletableFuture<Void> before =
                    CompletableFuture.runAsync(() -> tell("before", one, ann));
            try (SseClient stream = stream(one, "")) {
                String begun = stream.awaitLastEventId(SOON);
                before.get(10, TimeUnit.SECONDS);
                List<String> expected = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    Person other = i % 3 == 0 ? ann : i % 3 == 1 ? ben : cal;
                    tell("" + i, one, other);
                    expected.add("" + i);
                }
                await().atMost(SOON).until(() -> marks(stream).contains("5"));
                List<String> had = new ArrayList<>(marks(stream));
                had.remove("before");
                assertEquals(expected, had);
                try (SseClient again = stream(one, begun)) {
                    await().atMost(SOON).until(() -> marks(again).contains("5"));
                    assertEquals(marks(stream), marks(again));
                }
                String newest = stream.lastEventId();
                try (SseClient later = stream(one, newest)) {
                    tell("last", one, ben);
                    awaitMarks(later, "last");
                }
            }
        }
    }

    @Test
    void whoever_may_not_see_the_patient_any_more_is_told_nothing_about_them_replay_included() {
        String patient = world().patient();
        Person caregiver = world().caregiverOf(patient);
        Room.Group.About about = new Room.Group.About(Room.Group.Sight.RECORD, patient);
        try (SseClient stream = stream(caregiver, "")) {
            String begun = stream.awaitLastEventId(SOON);
            tell(subject, about, "seen", caregiver, ann);
            awaitMarks(stream, "seen");
            world().grantOnly(caregiver);
            await().atMost(SOON)
                    .until(() -> {
                        String probe = UUID.randomUUID().toString();
                        tell(subject, about, probe, caregiver);
                        tell("after " + probe, caregiver);
                        await().until(() -> marks(stream).contains("after " + probe));
                        return !marks(stream).contains(probe);
                    });
            try (SseClient later = stream(caregiver, begun)) {
                tell("fine", caregiver, ann);
                await().atMost(SOON).until(() -> marks(later).contains("fine"));
                assertFalse(marks(later).contains("seen"));
            }
            world().grantOnly(caregiver, patient);
            try (SseClient allowed = stream(caregiver, begun)) {
                await().atMost(SOON).until(() -> marks(allowed).contains("fine"));
                assertEquals("seen", marks(allowed).getFirst());
            }
        }
    }

    @Test
    void access_that_comes_back_brings_what_was_told_meanwhile_once() {
        String patient = world().patient();
        Person caregiver = world().caregiverOf(patient);
        Room.Group.About about = new Room.Group.About(Room.Group.Sight.ALERTS, patient);
        try (SseClient stream = stream(caregiver, "")) {
            stream.awaitLastEventId(SOON);
            tell(subject, about, "1", caregiver);
            awaitMarks(stream, "1");
            world().grantOnly(caregiver);
            await().atMost(SOON)
                    .until(() ->
                            SharedGateway.service()
                                    .bean(dev.wardcast.gateway.stream.OpenStreams.class)
                                    .of(caregiver.id())
                                    .stream()
                                    .noneMatch(each ->
                                            each.rooms().stream()
                                                    .anyMatch(Room.Group.class::isInstance)));
            tell(subject, about, "2", caregiver);
            world().grantOnly(caregiver, patient);
            tell(subject, about, "3", caregiver);
            awaitMarks(stream, "1", "2", "3");
        }
    }

    @Test
    void a_websocket_with_the_users_own_room_has_the_groups_too_from_its_cursor_on() {
        String room = new Room.User(ann.id()).name();
        String begun;
        try (SseClient stream = stream(ann, "")) {
            begun = stream.awaitLastEventId(SOON);
        }
        tell("1", ann, ben);
        try (WebSocketClient client = webSocket(ann, "/realtime/ws")) {
            client.send(
                    "{\"type\":\"subscribe\",\"room\":\"%s\",\"cursor\":\"%s\"}"
                            .formatted(room, begun));
            client.await("\"mark\":\"1\"");
            tell("2", ann, cal);
            client.await("\"mark\":\"2\"");
            client.send("{\"type\":\"unsubscribe\",\"room\":\"" + room + "\"}");
            client.await("\"unsubscribed\"");
            try (SseClient beside = stream(ann, "")) {
                beside.awaitLastEventId(SOON);
                tell("3", ann, ben);
                tell("4", ann);
                awaitMarks(beside, "3", "4");
            }
            client.send("{\"type\":\"subscribe\",\"room\":\"" + room + "\"}");
            client.await(2, "\"status\":\"subscribed\"");
            tell("5", ann, ben);
            client.await("\"mark\":\"5\"");
            assertEquals(
                    Set.of("1", "2", "5"),
                    client.messages().stream()
                            .filter(text -> text.contains("\"mark\""))
                            .map(text -> text.replaceAll(".*\"mark\":\"([^\"]+)\".*", "$1"))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void nobody_chooses_a_group() {
        tell("1", ann, ben);
        String group = Room.Group.of(subject, Set.of(ann.id(), ben.id()), null).name();
        try (WebSocketClient client = webSocket(ann, "/realtime/ws")) {
            client.send("{\"type\":\"subscribe\",\"room\":\"" + group + "\"}");
            client.await("\"denied\"");
        }
    }
}
