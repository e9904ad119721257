package dev.wardcast.notifications.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.json.tree.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NoticeIntakeTest {

    private static NewEvent notice(String id, String userId, String patient) {
        String data =
                """
                {"user_id":"%s","id":"%s","type":"alert_escalated","content":"Nobody has answered yet",\
                "alert_id":"alert-1","patient_id":"%s","tier":"CRITICAL"}\
                """
                        .formatted(userId, id, patient);
        return NewEvent.once(
                id + ".r",
                new Room.Notices(),
                EventType.USER_NOTIFICATION,
                Instant.now(),
                data.getBytes(UTF_8));
    }

    @Test
    void an_escalation_is_in_the_list_of_whoever_was_called_while_they_see_the_patient() {
        try (ServiceUnderTest service = new ServiceUnderTest(Map.of())) {
            String patient = service.world().patient();
            Person caregiver = service.world().caregiverOf(patient);
            EventLog log = service.bean(EventLog.class);
            String id = UUID.randomUUID().toString();
            log.publish(notice(id, caregiver.id(), patient)).toCompletableFuture().join();
            log.publish(notice("broken", "no id", patient)).toCompletableFuture().join();
            String later = UUID.randomUUID().toString();
            log.publish(notice(later, caregiver.id(), patient)).toCompletableFuture().join();

            await().until(() -> list(service, caregiver).size() == 2);
            JsonNode newest = list(service, caregiver).get(0);
            assertEquals(later, newest.get("id").getStringValue());
            assertEquals("alert_escalated", newest.get("type").getStringValue());
            assertEquals(patient, newest.get("patient_id").getStringValue());
            assertEquals("CRITICAL", newest.get("tier").getStringValue());

            service.world().grantOnly(caregiver);
            await().until(() -> list(service, caregiver).size() == 0);
        }
    }

    private static JsonNode list(ServiceUnderTest service, Person caller) {
        return service.get(caller, "/api/notifications").body().get("notifications");
    }

    @Test
    void what_happened_while_the_service_was_away_is_in_the_list_however_much_it_was() {
        Map<String, Object> forgetful =
                Map.of(
                        "wardcast.event-log.keep-all", "1ms",
                        "wardcast.event-log.keep-most", 20,
                        "wardcast.event-log.keep-fewest", 1);
        String database = TestServers.freshDatabaseUrl();
        Map<String, Object> settings = new HashMap<>(forgetful);
        settings.put("wardcast.database-url", database);
        List<String> ids = new ArrayList<>();
        try (ServiceUnderTest publisher = new ServiceUnderTest(forgetful)) {
            String patient = publisher.world().patient();
            Person doctor = publisher.world().caregiverOf(patient);
            for (int i = 0; i < 150; i++) {
                ids.add(UUID.randomUUID().toString());
                publisher
                        .bean(EventLog.class)
                        .publish(notice(ids.getLast(), doctor.id(), patient))
                        .toCompletableFuture()
                        .join();
            }
            Collections.sort(ids);
            try (ServiceUnderTest back = new ServiceUnderTest(settings)) {
                await().untilAsserted(() -> assertEquals(ids, kept(database, doctor)));
            }
        }
    }

    private static List<String> kept(String database, Person who) throws Exception {
        List<String> ids = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database);
                PreparedStatement select =
                        connection.prepareStatement(
                                "select id from notifications.notifications where room = ?"
                                        + " order by id")) {
            select.setString(1, "user:" + who.id());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
        }
        return ids;
    }

    @Test
    void a_notice_that_the_log_has_lost_is_missed_by_its_successor() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start();
                ServiceUnderTest service = new ServiceUnderTest(redis.url(), Map.of())) {
            String patient = service.world().patient();
            Person caregiver = service.world().caregiverOf(patient);
            EventLog log = service.bean(EventLog.class);
            publish(log, caregiver, patient);
            await().until(() -> list(service, caregiver).size() == 1);
            assertEquals(0, holes(service));
            // As if it had been told while the service was away, and dropped before it came back.
            RedisLink link = service.bean(RedisLink.class);
            byte[] state = new Keys(1).room(0, "system:notices").getBytes(UTF_8);
            link.commands()
                    .hset(state, "last".getBytes(UTF_8), "1".getBytes(UTF_8))
                    .toCompletableFuture()
                    .join();
            publish(log, caregiver, patient);
            await().until(() -> list(service, caregiver).size() == 2);
            assertEquals(1, holes(service));
        }
    }

    private static void publish(EventLog log, Person user, String patient) {
        log.publish(notice(UUID.randomUUID().toString(), user.id(), patient))
                .toCompletableFuture()
                .join();
    }

    private static double holes(ServiceUnderTest service) {
        return service.bean(MeterRegistry.class).get("wardcast.notices.holes").counter().count();
    }
}
