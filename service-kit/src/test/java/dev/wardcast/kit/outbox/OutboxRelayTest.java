package dev.wardcast.kit.outbox;

import static dev.wardcast.kit.outbox.OutboxFixture.event;
import static dev.wardcast.kit.outbox.OutboxFixture.freshRoom;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

    private OutboxFixture outbox;

    @BeforeEach
    void start() {
        outbox = new OutboxFixture(TestServers.redisUrl());
    }

    @AfterEach
    void stop() throws Exception {
        outbox.close();
    }

    private static List<String> ids(int count) {
        String prefix = UUID.randomUUID().toString().substring(0, 18);
        return IntStream.range(0, count).mapToObj(i -> prefix + "." + i).toList();
    }

    @Test
    void a_commit_wakes_the_relay_without_waiting_for_the_poll() throws Exception {
        Room room = freshRoom();
        outbox.startRelay();
        List<String> ids = ids(3);
        for (String id : ids) {
            outbox.commit(event(room, id));
            await().until(() -> outbox.published(room).contains(id));
        }
        assertEquals(ids, outbox.published(room));
    }

    @Test
    void what_is_rolled_back_is_never_published() throws Exception {
        Room room = freshRoom();
        List<String> ids = ids(2);
        outbox.startRelay();
        try (Connection tx = outbox.connect()) {
            tx.setAutoCommit(false);
            new Outbox().add(tx, List.of(event(room, ids.get(0))));
            tx.rollback();
        }
        outbox.commit(event(room, ids.get(1)));
        await().until(() -> outbox.count("published_clock is not null") == 1);
        assertEquals(List.of(ids.get(1)), outbox.published(room));
    }

    @Test
    void rooms_go_side_by_side_and_each_keeps_its_order() throws Exception {
        List<Room> rooms = IntStream.range(0, 20).<Room>mapToObj(i -> freshRoom()).toList();
        List<List<String>> expected = rooms.stream().map(room -> ids(30)).toList();
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            for (int r = 0; r < rooms.size(); r++) {
                events.add(event(rooms.get(r), expected.get(r).get(i)));
            }
        }
        outbox.commit(events.toArray(NewEvent[]::new));
        outbox.startRelay();
        await().until(() -> outbox.count("published_clock is null") == 0);
        for (int r = 0; r < rooms.size(); r++) {
            assertEquals(expected.get(r), outbox.published(rooms.get(r)));
        }
    }

    @Test
    void events_for_the_groups_of_one_subject_are_published_in_the_order_of_their_commits()
            throws Exception {
        List<String> ids = ids(40);
        String subject = "c-" + ids.getFirst();
        outbox.startRelay();
        for (int i = 0; i < ids.size(); i++) {
            outbox.commit(
                    NewEvent.onceTo(
                            Set.of("ann", "ben-" + i % 3),
                            subject,
                            null,
                            ids.get(i),
                            EventType.USER_MESSAGE,
                            Instant.now(),
                            "{\"id\":\"%s\"}".formatted(ids.get(i)).getBytes(UTF_8)));
        }
        await().until(() -> outbox.count("published_clock is not null") == ids.size());
        assertEquals(ids, outbox.strings("select event_id from outbox order by published_clock"));
        for (int i = 0; i < 3; i++) {
            int member = i;
            assertEquals(
                    ids.stream().filter(id -> ids.indexOf(id) % 3 == member).toList(),
                    outbox.published(Room.Group.of(subject, Set.of("ann", "ben-" + i), null)));
        }
    }

    @Test
    void a_row_of_the_release_before_that_is_for_many_rooms_gets_into_each() throws Exception {
        List<Room> rooms = List.of(freshRoom(), freshRoom(), freshRoom());
        String id = ids(1).getFirst();
        outbox.commit(event(rooms.getFirst(), id));
        outbox.execute(
                "update outbox set rooms = string_to_array('%s', ' ')"
                        .formatted(
                                rooms.stream().map(Room::name).collect(Collectors.joining(" "))));
        outbox.startRelay();
        await().until(() -> outbox.count("published_clock is not null") == 1);
        for (Room room : rooms) {
            assertEquals(List.of(id), outbox.published(room));
        }
    }

    @Test
    void what_may_be_taken_twice_is_not_taken_at_all() {
        NewEvent reading =
                NewEvent.reading(
                        "r",
                        freshRoom(),
                        EventType.PATIENT_ALERT,
                        Instant.now(),
                        "{}".getBytes(UTF_8),
                        "key");
        assertThrows(IllegalArgumentException.class, () -> outbox.commit(reading));
    }

    @Test
    void what_was_published_before_a_crash_but_not_recorded_is_not_published_twice()
            throws Exception {
        Room room = freshRoom();
        List<String> ids = ids(2);
        NewEvent first = event(room, ids.get(0));
        outbox.commit(first, event(room, ids.get(1)));
        EventLog.Appended place = outbox.log.publish(first).toCompletableFuture().get();
        outbox.startRelay();
        await().until(() -> outbox.count("published_clock is null") == 0);
        assertEquals(ids, outbox.published(room));
        assertEquals(1, outbox.count("published_clock = " + place.clock()));
    }

    @Test
    void where_nothing_is_refilled_a_row_goes_when_it_is_published_and_one_that_waits_stays()
            throws Exception {
        Room room = freshRoom();
        List<String> ids = ids(200);
        outbox.commit(ids.stream().map(id -> event(room, id)).toArray(NewEvent[]::new));
        outbox.startRelay(Duration.ofMinutes(5), Duration.ZERO);
        await().until(() -> outbox.count("true") == 0);
        assertEquals(ids, outbox.published(room));
        outbox.commit(event(room, ids.getFirst()));
        await().until(() -> outbox.count("true") == 0);
        assertEquals(ids, outbox.published(room), "the log knows the id");
    }

    @Test
    void another_relay_takes_over_when_the_session_of_the_first_is_lost() throws Exception {
        Room room = freshRoom();
        List<String> ids = ids(2);
        OutboxRelay first = outbox.startRelay();
        outbox.commit(event(room, ids.get(0)));
        await().until(() -> outbox.published(room).size() == 1);
        outbox.startRelay();
        first.close();
        outbox.commit(event(room, ids.get(1)));
        await().until(() -> outbox.published(room).equals(ids));
    }

    @Test
    void a_relay_whose_session_the_server_ends_comes_back() throws Exception {
        Room room = freshRoom();
        List<String> ids = ids(2);
        outbox.startRelay();
        outbox.commit(event(room, ids.get(0)));
        await().until(() -> outbox.count("published_clock is not null") == 1);
        outbox.execute(
                "select pg_terminate_backend(pid) from pg_locks"
                        + " where locktype = 'advisory' and pid <> pg_backend_pid()"
                        + " and database = (select oid from pg_database where datname = current_database())");
        outbox.commit(event(room, ids.get(1)));
        await().until(() -> outbox.published(room).equals(ids));
    }

    @Test
    void a_row_that_the_log_can_never_take_holds_nobody_up() throws Exception {
        Room room = freshRoom();
        List<String> ids = ids(1);
        outbox.execute(
                "insert into outbox (event_id, room, type, at, data)"
                        + " values ('odd', '%s', 'no.such.type', now(), '{}')"
                                .formatted(room.name()));
        outbox.commit(event(room, ids.get(0)));
        outbox.startRelay();
        await().until(() -> outbox.published(room).equals(ids));
        await().until(() -> outbox.count("refused is not null and event_id = 'odd'") == 1);
    }

    @Test
    void a_room_that_the_log_does_not_take_holds_up_no_other() throws Exception {
        Room stuck = freshRoom();
        Room room = freshRoom();
        List<String> held = ids(2);
        List<String> ids = ids(3);
        byte[] buffer = new Keys(1).buffer(0, stuck.name()).getBytes(UTF_8);
        outbox.redis.commands().set(buffer, "no stream".getBytes(UTF_8)).get();
        outbox.startRelay(Duration.ofMinutes(5), Duration.ZERO);
        outbox.commit(
                event(stuck, held.get(0)), event(room, ids.get(0)), event(stuck, held.get(1)));
        await().until(() -> outbox.published(room).equals(ids.subList(0, 1)));
        outbox.commit(event(room, ids.get(1)));
        await().until(() -> outbox.published(room).equals(ids.subList(0, 2)));
        await().until(() -> outbox.count("true") == 2);
        outbox.redis.commands().del(buffer).get();
        outbox.commit(event(room, ids.get(2)));
        await().until(() -> outbox.count("true") == 0);
        assertEquals(held, outbox.published(stuck));
        assertEquals(ids, outbox.published(room));
    }

    @Test
    void what_commits_while_others_are_on_their_way_does_not_wait_for_them() throws Exception {
        Room slow = freshRoom();
        Room room = freshRoom();
        List<String> late = ids(2);
        List<String> ids = ids(40);
        SlowRoom log = new SlowRoom(outbox.log, slow);
        outbox.startRelay(log, Duration.ofMinutes(5), Duration.ZERO);
        outbox.commit(event(slow, late.get(0)), event(slow, late.get(1)));
        for (String id : ids) {
            outbox.commit(event(room, id));
            await().until(() -> outbox.published(room).contains(id));
        }
        assertEquals(ids, outbox.published(room));
        await().until(() -> outbox.count("true") == 2);
        assertEquals(List.of(late.getFirst()), log.asked());
        log.release();
        await().until(() -> outbox.count("true") == 0);
        assertEquals(late, log.asked());
        assertEquals(late, outbox.published(slow));
    }

    @Test
    void a_relay_that_one_room_is_held_up_in_is_in_trouble_although_others_go_on()
            throws Exception {
        Room stuck = freshRoom();
        Room room = freshRoom();
        byte[] buffer = new Keys(1).buffer(0, stuck.name()).getBytes(UTF_8);
        outbox.redis.commands().set(buffer, "no stream".getBytes(UTF_8)).get();
        outbox.startRelay(Duration.ofMinutes(5), Duration.ZERO);
        outbox.commit(event(stuck, ids(1).getFirst()));
        List<String> others = new ArrayList<>();
        await().until(() -> {
            others.add(ids(1).getFirst());
            outbox.commit(event(room, others.getLast()));
            return outbox.progress.lastingTrouble() != null;
        });
        outbox.redis.commands().del(buffer).get();
        await().until(() -> outbox.count("true") == 0);
        await().until(() -> outbox.progress.lastingTrouble() == null);
        assertEquals(others, outbox.published(room));
    }

    @Test
    void a_relay_that_can_note_nothing_is_in_trouble_although_it_publishes() throws Exception {
        Room room = freshRoom();
        List<String> ids = ids(100);
        outbox.execute(
                """
                create function refuse() returns trigger language plpgsql
                    as $$ begin raise exception 'no room for it'; end $$;
                create trigger refuse before update on outbox for each row execute function refuse()
                """);
        outbox.startRelay();
        outbox.commit(ids.stream().map(id -> event(room, id)).toArray(NewEvent[]::new));
        await().until(() -> outbox.progress.lastingTrouble() != null);
        assertTrue(String.valueOf(outbox.progress.lastingTrouble()).contains("no room for it"));
        outbox.execute("drop trigger refuse on outbox");
        await().until(() -> outbox.count("published_clock is null") == 0);
        await().until(() -> outbox.progress.lastingTrouble() == null);
        assertEquals(ids, outbox.published(room));
    }

    @Test
    void published_rows_go_after_their_retention_and_waiting_ones_never() throws Exception {
        Room room = freshRoom();
        List<String> ids = ids(2);
        outbox.commit(event(room, ids.get(0)));
        outbox.execute(
                "update outbox set created_at = now() - interval '8 days', published_clock = 1,"
                        + " published_epoch = 'e'");
        outbox.execute(
                "insert into outbox (event_id, room, type, at, data, created_at, refused)"
                        + " values ('set-aside', 'x', 'y', now(), '{}', now() - interval '8 days', 'z')");
        outbox.startRelay();
        await().until(() -> outbox.count("published_clock is not null") == 0);
        assertEquals(1, outbox.count("event_id = 'set-aside'"));
    }

    @Test
    void events_that_could_be_taken_twice_are_not_accepted() throws Exception {
        NewEvent once = event(freshRoom(), ids(1).get(0));
        NewEvent reading =
                NewEvent.reading(
                        once.id(), once.room(), once.type(), once.at(), once.data(), "key");
        assertThrows(IllegalArgumentException.class, () -> outbox.commit(reading));
    }
}
