package dev.wardcast.notifications.inbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.receipts.Receipt;
import dev.wardcast.kit.receipts.ReceiptQueue;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AccessWorld.Published;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AudiencesTest {

    private static final String LIST = "/api/notifications";

    private static ServiceUnderTest service;
    private static Person admin;

    @BeforeAll
    static void start() {
        service = new ServiceUnderTest(Map.of());
        admin = service.world().with("ADMIN");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String send(String whom) {
        Answer sent = service.post(admin, LIST + "/system", "{\"content\":\"news\"," + whom + "}");
        assertEquals(201, sent.status(), () -> sent.body().toString());
        return sent.text("id");
    }

    private static List<String> ids(Person caller, String query) {
        Answer page = service.get(caller, LIST + query);
        assertEquals(200, page.status(), () -> page.body().toString());
        List<String> ids = new ArrayList<>();
        page.body()
                .get("notifications")
                .values()
                .forEach(n -> ids.add(n.get("id").getStringValue()));
        return ids;
    }

    private static JsonNode one(Person caller, String id) {
        for (JsonNode each :
                service.get(caller, LIST + "?limit=200").body().get("notifications").values()) {
            if (each.get("id").getStringValue().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("not listed: " + id);
    }

    private static List<String> published(String room) {
        return service.world().published(room).stream().map(Published::id).toList();
    }

    @Test
    void a_broadcast_is_one_event_and_unread_for_each_until_they_read_it_themselves() {
        Person one = service.world().with("NURSE");
        Person other = service.world().with("PATIENT");
        String id = send("\"everyone\":true");
        await().until(() -> published("audience:all").contains(id));
        assertEquals(1, published("audience:all").stream().filter(id::equals).count());
        assertFalse(published("user:" + one.id()).contains(id));
        assertTrue(ids(one, "?unread=true").contains(id));
        assertTrue(ids(other, "?unread=true").contains(id));

        assertEquals(200, service.post(one, LIST + "/" + id + "/ack", "").status());
        assertFalse(ids(one, "?unread=true").contains(id));
        assertEquals("acknowledged", one(one, id).get("state").getStringValue());
        assertTrue(ids(other, "?unread=true").contains(id));
        // Whoever comes later is told too.
        assertTrue(ids(service.world().with("DOCTOR"), "?unread=true").contains(id));
    }

    @Test
    void a_role_and_a_hospital_are_told_and_nobody_else() {
        String hospital = service.world().hospital();
        Person nurse = service.world().staff(hospital, "NURSE");
        Person elsewhere = service.world().staff(service.world().hospital(), "DOCTOR");
        String toNurses = send("\"role\":\"NURSE\"");
        String toStaff = send("\"hospital_id\":\"" + hospital + "\"");
        assertTrue(ids(nurse, "").containsAll(List.of(toNurses, toStaff)));
        assertFalse(ids(elsewhere, "").contains(toNurses));
        assertFalse(ids(elsewhere, "").contains(toStaff));
        assertEquals(404, service.post(elsewhere, LIST + "/" + toStaff + "/ack", "").status());

        service.world().employOnly(nurse);
        await().until(() -> !ids(nurse, "").contains(toStaff));
        assertTrue(ids(nurse, "").contains(toNurses));
    }

    @Test
    void what_has_expired_is_in_no_list() {
        Person user = service.world().with("NURSE");
        Instant soon = Instant.now().plusSeconds(1);
        String id = send("\"everyone\":true,\"expires_at\":\"" + soon + "\"");
        assertTrue(ids(user, "").contains(id));
        await().until(() -> !ids(user, "").contains(id));
        assertEquals(404, service.post(user, LIST + "/" + id + "/ack", "").status());
    }

    @Test
    void a_delivery_is_known_once_a_gateway_told_of_it_and_the_first_time_stays() {
        Person user = service.world().with("NURSE");
        String id = send("\"user_id\":\"" + user.id() + "\"");
        assertEquals("pending", one(user, id).get("state").getStringValue());
        Receipt receipt = new Receipt(user.id(), id);
        ReceiptQueue queue = service.bean(ReceiptQueue.class);
        queue.append(List.of(receipt, receipt)).toCompletableFuture().join();
        await().until(() -> one(user, id).get("state").getStringValue().equals("delivered"));
        JsonNode first = one(user, id);
        queue.append(List.of(receipt)).toCompletableFuture().join();
        await().until(() -> queue.oldest(1).toCompletableFuture().join().isEmpty());
        assertEquals(first, one(user, id));
        assertTrue(ids(user, "?unread=true").contains(id));
        service.post(user, LIST + "/" + id + "/ack", "");
        assertEquals("acknowledged", one(user, id).get("state").getStringValue());
        assertEquals(first.get("delivered_at"), one(user, id).get("delivered_at"));
    }

    @Test
    void pages_go_through_all_audiences_in_one_order() {
        String hospital = service.world().hospital();
        Person user = service.world().staff(hospital, "THERAPIST");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sent.addFirst(send("\"user_id\":\"" + user.id() + "\""));
            sent.addFirst(send("\"hospital_id\":\"" + hospital + "\""));
            sent.addFirst(send("\"role\":\"THERAPIST\""));
        }
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = service.get(user, LIST + "?limit=5" + cursor);
            page.body()
                    .get("notifications")
                    .values()
                    .forEach(n -> paged.add(n.get("id").getStringValue()));
            JsonNode next = page.body().get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.getStringValue();
        } while (!cursor.isEmpty());
        // Others of this class tell everybody things too.
        paged.retainAll(sent);
        assertEquals(sent, paged);
    }
}
