package dev.wardcast.eventlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient:507f1f77bcf86cd799439011",
                "patient:p-1:vitals",
                "patient:p.1:alerts",
                "hospital:h_1",
                "hospital:h:alerts",
                "hospital:h:devices",
                "device:monitor:m-1",
                "device:monitor:m-1:status",
                "system:alerts",
                "system:notices",
                "admin:updates",
                "user:u1",
                "audience:all",
                "audience:role:NURSE",
                "audience:hospital:h-1",
                "group:c-1:AbC_-9",
                "group:c-1:AbC_-9:record:p-1",
                "group:c-1:AbC_-9:alerts:p-1",
                "session:550e8400-e29b-41d4-a716-446655440000"
            })
    void every_room_of_the_contract_is_read_and_written_alike(String name) {
        assertEquals(name, Room.parse(name).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient:.",
                "patient:..",
                "device:..:1",
                "",
                "patient",
                "patient:",
                "patient:*",
                "patient:a:b",
                "patient:a/b",
                "patient:a:vitals:x",
                "system:x",
                "group:c-1",
                "group:c-1:",
                "group:c-1:x:record",
                "group:c-1:x:RECORD:p-1",
                "group:c-1:x:all:p-1",
                "group:c-1:x:record:p-1:",
                "audience:",
                "audience:role",
                "audience:role:",
                "audience:all:x",
                "audience:user:x",
                "admin:",
                "device:x",
                "device:a:b:c",
                "user:a b",
                "session:a\nb",
                "patient:a\u0000",
                "hospital:é",
                "patient:%2e%2e",
                "patient:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void nothing_else_is_a_room(String name) {
        assertThrows(IllegalArgumentException.class, () -> Room.parse(name));
    }

    @Test
    void what_may_be_an_id_is_the_same_by_the_pattern_and_by_hand() {
        List<String> texts = new ArrayList<>(List.of("", ".", "..", "...", ".a", "a\n", "a..b"));
        texts.add("x".repeat(64));
        texts.add("x".repeat(65));
        for (char c = 0; c < 300; c++) {
            texts.add("a" + c);
            texts.add("" + c);
        }
        for (String text : texts) {
            assertEquals(Room.ID.matcher(text).matches(), Room.isId(text), text);
        }
    }
}
