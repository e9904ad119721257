package dev.wardcast.notifications.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
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
}
