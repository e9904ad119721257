package dev.wardcast.notifications.conversations;

import static dev.wardcast.notifications.conversations.Chat.assertProblem;
import static dev.wardcast.notifications.conversations.Chat.of;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.TestServers;
import io.micronaut.context.env.Environment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecrecyAndLimitsTest {

    @Test
    void what_people_write_is_readable_neither_in_postgresql_nor_in_redis() throws Exception {
        // So that what was published can be looked at.
        try (Chat chat = new Chat(Map.of("wardcast.outbox.notifications.retention", "7d"))) {
            Person anna = chat.world().with("NURSE");
            Person ben = chat.world().with("DOCTOR");
            String secret = "secret-" + UUID.randomUUID();
            String id = chat.begin(anna, ",\"title\":\"" + secret + "\"", ben).text("id");
            String message = chat.said(anna, id, secret);
            String path = of(id, "/messages/" + message);
            chat.service().send(anna, "PATCH", path, "{\"text\":\"" + secret + " 2\"}");
            await().until(() -> chat.told(ben, id, "message_edited").size() == 1);
            assertEquals(List.of(secret + " 2"), chat.texts(ben, id));

            assertFalse(chat.world().toldTo(ben).toString().contains(secret));
            String url =
                    chat.service()
                            .bean(Environment.class)
                            .getRequiredProperty("wardcast.database-url", String.class);
            try (Connection database = DriverManager.getConnection(url)) {
                for (String table :
                        List.of("conversations", "messages", "message_changes", "outbox")) {
                    assertTrue(rows(database, table, "%").contains("v1."), table);
                    assertEquals("", rows(database, table, "%" + secret + "%"), table);
                }
            }
        }
    }

    private static String rows(Connection database, String table, String like) throws Exception {
        try (Statement select = database.createStatement();
                ResultSet row =
                        select.executeQuery(
                                "select coalesce(string_agg(t::text, ' '), '') from notifications.%s t where t::text like '%s'"
                                        .formatted(table, like))) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void who_says_too_much_waits_and_the_others_go_on() throws Exception {
        Map<String, Object> settings =
                Map.of(
                        "wardcast.chat.user-messages", 3,
                        "wardcast.chat.conversation-messages", 5,
                        "wardcast.chat.conversations", 2,
                        "wardcast.chat.window", "1h");
        try (Chat chat = new Chat(settings)) {
            Person anna = chat.world().with("NURSE");
            Person ben = chat.world().with("DOCTOR");
            Person cleo = chat.world().with("NURSE");
            String id = chat.with(anna, ben, cleo);
            for (int i = 0; i < 3; i++) {
                chat.said(anna, id, "number " + i);
            }
            HttpResponse<String> refused = raw(chat, anna, id);
            assertEquals(429, refused.statusCode());
            int seconds =
                    Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow());
            assertTrue(seconds > 3_500 && seconds <= 3_600, "Retry-After: " + seconds);
            assertTrue(refused.body().contains("rate_exceeded"), refused.body());

            chat.said(ben, id, "one");
            chat.said(ben, id, "two");
            // Now it is the conversation's turn to be full, for whoever speaks.
            assertProblem(429, "rate_exceeded", chat.say(cleo, id, "three"));
            assertEquals(201, chat.say(cleo, chat.with(cleo, ben), "elsewhere").status());

            assertEquals(201, chat.begin(anna, "", ben).status());
            assertProblem(429, "rate_exceeded", chat.begin(anna, "", ben));
        }
    }

    @Test
    void two_nodes_count_together_what_somebody_says() {
        Map<String, Object> settings =
                Map.of(
                        "wardcast.database-url",
                        TestServers.freshDatabaseUrl(),
                        "wardcast.chat.user-messages",
                        4,
                        "wardcast.chat.window",
                        "1h");
        try (Chat one = new Chat(settings);
                Chat two = new Chat(withKeysOf(one, settings))) {
            Person anna = one.world().with("NURSE");
            Person ben = one.world().with("DOCTOR");
            String id = one.with(anna, ben);
            for (int i = 0; i < 2; i++) {
                one.said(anna, id, "here");
                two.said(anna, id, "there");
            }
            assertProblem(429, "rate_exceeded", one.say(anna, id, "more"));
            assertProblem(429, "rate_exceeded", two.say(anna, id, "more"));
            two.said(ben, id, "I am not over");
        }
    }

    /** Another node takes the same tokens. */
    private static Map<String, Object> withKeysOf(Chat chat, Map<String, Object> settings) {
        Map<String, Object> same = new HashMap<>(settings);
        same.put("wardcast.jwks-url", chat.world().jwksUrl());
        return same;
    }

    private static HttpResponse<String> raw(Chat chat, Person sender, String id) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://localhost:" + chat.service().port() + of(id, "/messages"));
            HttpRequest request =
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + sender.token())
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"text\":\"more\"}", UTF_8))
                            .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
