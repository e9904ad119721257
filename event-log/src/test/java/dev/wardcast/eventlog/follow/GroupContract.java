package dev.wardcast.eventlog.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Groups;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of events that are for some users and nobody else, with every kind of Redis. */
abstract class GroupContract {

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<String> users = IntStream.range(0, 9).mapToObj(i -> run + "-" + i).toList();
    private LogFixture fixture;

    abstract String uri();

    abstract int partitions();

    @BeforeEach
    void open() {
        fixture = new LogFixture(uri(), LogFixture.options(partitions()));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private NewEvent event(String id, String... members) {
        return NewEvent.onceTo(
                Set.of(members),
                run,
                null,
                id,
                EventType.USER_MESSAGE,
                Instant.now(),
                ("{\"id\":\"" + id + "\"}").getBytes(UTF_8));
    }

    private EventLog.Appended tell(String id, String... members) {
        return fixture.publish(event(id, members));
    }

    private Room.Group group(String... members) {
        return Room.Group.of(run, Set.of(members), null);
    }

    private Set<Room.Group> groupsOf(String user) {
        return join(new Groups(fixture.redis, fixture.options).of(user)).rooms();
    }

    private RecordingFollower ownRoom(String user) {
        return RecordingFollower.of(
                        fixture.node(), List.<Room>of(new Room.User(user)), Optional.empty())
                .awaitStarted();
    }

    private static List<String> of(EventType type, RecordingFollower follower) {
        return new ArrayList<>(follower.events)
                .stream()
                        .filter(event -> event.type().equals(type.wireName()))
                        .map(LogEvent::data)
                        .toList();
    }

    private static String told(Room.Group group) {
        return "{\"group\":\"" + group.name() + "\"}";
    }

    @Test
    void every_member_and_nobody_else_knows_the_group_before_it_has_its_first_event() {
        try (RecordingFollower member = ownRoom(users.get(0));
                RecordingFollower other = ownRoom(users.get(2))) {
            tell(run + ".a", users.get(0), users.get(1));
            Room.Group both = group(users.get(0), users.get(1));
            assertEquals(Set.of(both), groupsOf(users.get(0)));
            assertEquals(Set.of(both), groupsOf(users.get(1)));
            assertEquals(Set.of(), groupsOf(users.get(2)));
            await().untilAsserted(() ->
                    assertEquals(List.of(told(both)), of(EventType.USER_GROUP, member)));
            tell(run + ".b", users.get(2));
            Room.Group alone = group(users.get(2));
            await().untilAsserted(() ->
                    assertEquals(List.of(told(alone)), of(EventType.USER_GROUP, other)));
        }
    }

    @Test
    void whoever_follows_from_where_it_was_told_of_gets_each_event_once_and_in_order() {
        String user = users.getFirst();
        try (RecordingFollower follower = ownRoom(user)) {
            List<String> expected = new ArrayList<>();
            List<NewEvent> events = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String id = run + "." + i;
                events.add(event(id, user, users.get(1 + i % 3)));
                expected.add("{\"id\":\"" + id + "\"}");
            }
            Position begun = follower.position();
            for (NewEvent each : events) {
                fixture.publish(each);
            }
            await().until(() -> of(EventType.USER_GROUP, follower).size() == 3);
            Set<Room.Group> groups = groupsOf(user);
            assertEquals(3, groups.size());
            follower.use(following ->
                    groups.forEach(group -> following.join(group, Optional.of(begun))));
            await().until(() -> of(EventType.USER_MESSAGE, follower).size() == expected.size());
            assertEquals(
                    new HashSet<>(expected), new HashSet<>(of(EventType.USER_MESSAGE, follower)));
            assertTrue(follower.gaps.isEmpty());
        }
    }

    @Test
    void the_groups_of_one_subject_have_one_order() {
        String user = users.getFirst();
        tell(run + ".first", user, users.get(1));
        tell(run + ".second", user, users.get(2));
        try (RecordingFollower follower =
                RecordingFollower.of(
                                fixture.node(),
                                List.<Room>of(
                                        new Room.User(user),
                                        group(user, users.get(1)),
                                        group(user, users.get(2))),
                                Optional.empty())
                        .awaitStarted()) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String id = run + ".o" + i;
                expected.add("{\"id\":\"" + id + "\"}");
                tell(id, user, users.get(1 + i % 2));
            }
            await().untilAsserted(
                            () -> assertEquals(expected, of(EventType.USER_MESSAGE, follower)));
        }
    }

    @Test
    void what_is_for_others_reaches_nobody_because_a_member_was_named_too_much() {
        NewEvent event = event(run + ".x", users.get(0), users.get(1));
        NewEvent wrong =
                new NewEvent(
                        event.id(),
                        event.room(),
                        event.type(),
                        event.at(),
                        event.data(),
                        null,
                        true,
                        null,
                        Set.of(users.get(0), users.get(1), users.get(2)));
        assertThrows(IllegalArgumentException.class, () -> fixture.log.publish(wrong));
        assertEquals(Set.of(), groupsOf(users.get(2)));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        NewEvent.once(
                                run + ".y",
                                event.room(),
                                EventType.USER_MESSAGE,
                                Instant.now(),
                                event.data()));
    }

    @Test
    void a_position_ahead_of_the_servers_clock_hides_no_group() {
        String user = users.getFirst();
        tell(run + ".now", user);
        Groups all = new Groups(fixture.redis, fixture.options);
        assertEquals(
                Set.of(group(user)),
                join(all.of(user, Instant.now().getEpochSecond() + 100_000)).rooms());
    }

    @Test
    void a_name_of_a_later_version_hides_no_other_group() {
        String user = users.getFirst();
        tell(run + ".now", user);
        int home = fixture.keys.partitionOf("user:" + user);
        join(
                fixture.redis
                        .commands()
                        .zadd(
                                fixture.keys.groups(home, user).getBytes(UTF_8),
                                (double) Instant.now().getEpochSecond(),
                                "group:of:a:later:kind:of:name".getBytes(UTF_8)));
        assertEquals(Set.of(group(user)), groupsOf(user));
    }

    @Test
    void the_newest_of_a_user_begin_now_where_none_of_the_users_rooms_is() {
        String user = users.getFirst();
        try (RecordingFollower follower =
                RecordingFollower.of(
                                fixture.node(),
                                List.<Room>of(new Room.User(user)),
                                new Start.Newest(5))
                        .awaitStarted()) {
            assertEquals(partitions(), follower.position().cursors().size());
            Set<String> places =
                    new HashSet<>(
                            follower.position().cursors().values().stream()
                                    .map(cursor -> cursor.clock() == 0 ? "0" : "now")
                                    .toList());
            fixture.publish(new Room.User(user), run + ".a");
            await().until(() -> follower.ids().contains(run + ".a"));
            assertTrue(follower.gaps.isEmpty());
            assertEquals(0, follower.ask(Following::remembered));
            assertTrue(places.size() <= 2);
        }
    }

    @Test
    void a_repeat_changes_nothing_and_is_told_the_first_place() {
        String user = users.getFirst();
        EventLog.Appended first = tell(run + ".r", user, users.get(1));
        EventLog.Appended again = tell(run + ".r", user, users.get(1));
        assertFalse(first.duplicate());
        assertTrue(again.duplicate());
        assertEquals(first.clock(), again.clock());
    }

    @Test
    void after_a_silence_and_after_a_loss_the_members_are_told_anew() {
        String user = users.getFirst();
        Room.Group group = group(user, users.get(1));
        int home = fixture.keys.partitionOf("user:" + user);
        int place = fixture.keys.partitionOf(group.name());
        byte[] groups = fixture.keys.groups(home, user).getBytes(UTF_8);
        byte[] state = fixture.keys.room(place, group.name()).getBytes(UTF_8);
        try (RecordingFollower follower = ownRoom(user)) {
            tell(run + ".1", user, users.get(1));
            tell(run + ".2", user, users.get(1));
            // As if an hour had passed.
            join(
                    fixture.redis
                            .commands()
                            .zadd(
                                    groups,
                                    Instant.now().getEpochSecond() - 3_700.0,
                                    group.name().getBytes(UTF_8)));
            join(fixture.redis.commands().hset(state, "g".getBytes(UTF_8), "1".getBytes(UTF_8)));
            tell(run + ".3", user, users.get(1));
            // As if Redis had come back with less.
            join(fixture.redis.commands().del(groups));
            join(fixture.redis.commands().hdel(state, "g".getBytes(UTF_8)));
            tell(run + ".4", user, users.get(1));
            await().untilAsserted(() ->
                    assertEquals(
                            List.of(told(group), told(group), told(group)),
                            of(EventType.USER_GROUP, follower)));
            assertEquals(Set.of(group), groupsOf(user));
        }
    }

    @Test
    void whoever_was_away_for_long_finds_the_groups_of_that_time() {
        String user = users.getFirst();
        Room.Group group = group(user);
        tell(run + ".old", user);
        int home = fixture.keys.partitionOf("user:" + user);
        long then = Instant.now().getEpochSecond() - 10_000;
        join(
                fixture.redis
                        .commands()
                        .zadd(
                                fixture.keys.groups(home, user).getBytes(UTF_8),
                                (double) then,
                                group.name().getBytes(UTF_8)));
        Groups all = new Groups(fixture.redis, fixture.options);
        assertEquals(Set.of(), groupsOf(user));
        assertEquals(Set.of(group), join(all.of(user, then)).rooms());
        assertEquals(Set.of(), join(all.of(user, then + 5_000)).rooms());
    }
}
