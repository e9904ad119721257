package dev.wardcast.gateway.http;

import static dev.wardcast.testsupport.Patience.SOON;
import static dev.wardcast.testsupport.Patience.TOLD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.testsupport.AccessWorld;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.WebSocketClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What is told to some users and nobody else comes on their own streams, and on no other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class GroupStreamContract {

    private static EmbeddedRedis redis;
    private static ServiceUnderTest gateway;
    private static int partitions;

    private final String hospital = world().hospital();
    private final Person ann = world().staff(hospital, "NURSE");
    private final Person ben = world().staff(hospital, "NURSE");
    private final Person cal = world().staff(hospital, "NURSE");
    private final String subject = UUID.randomUUID().toString();

    static void startGateway(int inPartitions) {
        partitions = inPartitions;
        redis = EmbeddedRedis.builder().start();
        gateway =
                new ServiceUnderTest(
                        redis.url(), Map.of("wardcast.event-log.partitions", inPartitions));
    }

    static void stopGateway() {
        gateway.close();
        redis.close();
    }

    /** Whether all rooms have one order. */
    private static boolean inOnePartition() {
        return partitions == 1;
    }

    private AccessWorld world() {
        return gateway.world();
    }

    private WebSocketClient webSocket(Person who) {
        return new WebSocketClient(gateway.port(), "/realtime/ws", who.token());
    }

    private void publish(NewEvent event) {
        gateway.bean(EventLog.class)
                .publish(event)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private void tellAlone(String mark, Person who) {
        publish(
                NewEvent.once(
                        UUID.randomUUID().toString(),
                        new Room.User(who.id()),
                        EventType.USER_MESSAGE,
                        Instant.now(),
                        ("{\"mark\":\"" + mark + "\"}").getBytes(UTF_8)));
    }

    private SseClient stream(Person who, String lastEventId) {
        return stream(who, lastEventId, "");
    }

    private SseClient stream(Person who, String lastEventId, String query) {
        return SseClient.to("http://localhost:" + gateway.port() + "/api/events/stream" + query)
                .bearer(who.token())
                .lastEventId(lastEventId)
                .connect();
    }

    private void tell(
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
        publish(event);
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
        await().untilAsserted(() -> assertEquals(List.of(expected), marks(stream)));
    }

    /** In this order, but where there is none between the user's own room and the groups. */
    private void awaitAllMarks(SseClient stream, String... expected) {
        await().untilAsserted(() -> {
            List<String> marks = marks(stream);
            assertEquals(
                    List.of(expected), inOnePartition() ? marks : marks.stream().sorted().toList());
        });
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
        tellAlone("3", ann);
        tell("4", ann, ben);
        tell("5", ben, cal);
        try (SseClient back = stream(ann, left)) {
            awaitAllMarks(back, "2", "3", "4");
            tell("6", ann, ben, cal);
            awaitAllMarks(back, "2", "3", "4", "6");
        }
    }

    /** Last, because streams that open later may be told, too. */
    @Test
    @Order(Integer.MAX_VALUE)
    void where_redis_forgot_the_past_a_gap_is_told_and_each_group_goes_on() {
        try (SseClient stream = stream(ann, "")) {
            stream.awaitLastEventId(SOON);
            tell("1", ann, ben);
            awaitMarks(stream, "1");
            forgetThePast();
            tell("2", ann, ben);
            tell("3", ann, cal);
            tellAlone("4", ann);
            List<String> since = List.of("2", "3", "4");
            await().untilAsserted(() -> {
                List<String> marks = marks(stream);
                assertEquals(
                        since,
                        marks.stream().filter(since::contains).sorted().toList(),
                        marks::toString);
            });
            assertTrue(
                    stream.events().stream().anyMatch(event -> event.event().equals("gap")),
                    () -> stream.events().toString());
        }
    }

    /** As a Redis without its file, but who may see whom is known again at once. */
    private static void forgetThePast() {
        try (RedisLink link = RedisLink.connect(redis.url())) {
            for (byte[] key :
                    link.commands().keys("wc:{log*".getBytes(UTF_8)).toCompletableFuture().join()) {
                link.commands().del(key).toCompletableFuture().join();
            }
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

    /** The one before may or may not have been there when the stream began. */
    private List<String> withoutFirst(SseClient stream) {
        List<String> marks = new ArrayList<>(marks(stream));
        marks.remove("before");
        return inOnePartition() ? marks : marks.stream().sorted().toList();
    }

    @Test
    void of_groups_that_begin_while_streams_open_nothing_is_lost_and_nothing_doubled()
            throws Exception {
        for (int round = 0; round < 30; round++) {
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
                await().until(() -> marks(stream).containsAll(expected));
                assertEquals(expected, withoutFirst(stream));
                try (SseClient again = stream(one, begun)) {
                    await().untilAsserted(() -> assertEquals(expected, withoutFirst(again)));
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
            await().atMost(TOLD)
                    .until(() -> {
                        String probe = UUID.randomUUID().toString();
                        tell(subject, about, probe, caregiver);
                        tell("after " + probe, caregiver);
                        await().until(() -> marks(stream).contains("after " + probe));
                        return !marks(stream).contains(probe);
                    });
            try (SseClient later = stream(caregiver, begun)) {
                tell("fine", caregiver, ann);
                await().until(() -> marks(later).contains("fine"));
                assertFalse(marks(later).contains("seen"));
            }
            world().grantOnly(caregiver, patient);
            try (SseClient allowed = stream(caregiver, begun)) {
                await().until(() -> marks(allowed).contains("fine"));
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
            await().until(() ->
                    gateway.bean(OpenStreams.class).of(caregiver.id()).stream()
                            .noneMatch(each ->
                                    each.rooms().all().stream()
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
        try (WebSocketClient client = webSocket(ann)) {
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
            Set<String> had =
                    client.messages().stream()
                            .filter(text -> text.contains("\"mark\""))
                            .map(text -> text.replaceAll(".*\"mark\":\"([^\"]+)\".*", "$1"))
                            .collect(Collectors.toSet());
            if (inOnePartition()) {
                assertEquals(Set.of("1", "2", "5"), had);
            } else {
                // In another partition it goes on where the connection stood.
                assertTrue(had.containsAll(Set.of("1", "2", "5")), had.toString());
            }
        }
    }

    @Test
    void a_websocket_that_comes_back_is_given_no_position_beyond_what_it_was_not_told() {
        String patient = world().patient();
        Person caregiver = world().caregiverOf(patient);
        Room.Group.About about = new Room.Group.About(Room.Group.Sight.RECORD, patient);
        for (int round = 0; round < 20; round++) {
            String begun;
            try (SseClient stream = stream(caregiver, "")) {
                begun = stream.awaitLastEventId(SOON);
            }
            String conversation = UUID.randomUUID().toString();
            String first = "first " + round;
            String last = "last " + round;
            tell(conversation, about, first, caregiver, ann);
            tellAlone(last, caregiver);
            try (WebSocketClient client = webSocket(caregiver)) {
                client.send(
                        "{\"type\":\"subscribe\",\"room\":\"user:%s\",\"cursor\":\"%s\"}"
                                .formatted(caregiver.id(), begun));
                client.await(last);
                client.await(first);
                if (inOnePartition()) {
                    assertEquals(
                            List.of(first, last),
                            client.messages().stream()
                                    .filter(text -> text.contains("\"mark\""))
                                    .map(text -> text.replaceAll(".*\"mark\":\"([^\"]+)\".*", "$1"))
                                    .toList());
                }
                assertEquals(
                        List.of(),
                        client.messages().stream().filter(text -> text.contains("gap")).toList());
            }
        }
    }

    @Test
    void that_one_is_typing_oneself_is_told_to_the_others_alone() {
        try (SseClient a = stream(ann, "");
                SseClient b = stream(ben, "")) {
            a.awaitLastEventId(SOON);
            b.awaitLastEventId(SOON);
            publish(
                    NewEvent.readingTo(
                            Set.of(ann.id(), ben.id()),
                            subject,
                            null,
                            UUID.randomUUID().toString(),
                            EventType.USER_SIGNAL,
                            Instant.now(),
                            ("{\"type\":\"typing\",\"user_id\":\"" + ann.id() + "\"}")
                                    .getBytes(UTF_8),
                            "typing"));
            tell("1", ann, ben);
            b.awaitEvents(2, SOON);
            awaitMarks(a, "1");
            assertTrue(b.events().getFirst().data().contains("typing"));
        }
    }

    @Test
    void nobody_chooses_a_group_or_leaves_one() {
        tell("1", ann, ben);
        String group = Room.Group.of(subject, Set.of(ann.id(), ben.id()), null).name();
        try (WebSocketClient client = webSocket(ann)) {
            client.send("{\"type\":\"subscribe\",\"room\":\"" + group + "\"}");
            client.send("{\"type\":\"unsubscribe\",\"room\":\"" + group + "\"}");
            client.await(2, "\"denied\"");
        }
    }
}
