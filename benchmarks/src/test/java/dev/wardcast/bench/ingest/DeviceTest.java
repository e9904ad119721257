package dev.wardcast.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DeviceTest {

    @Test
    void each_post_has_the_time_and_sequence_numbers_that_were_never_used() throws Exception {
        Device device = new Device(7, 3);
        JsonNode first = body(device.post());
        JsonNode second = body(device.post());
        assertEquals("[0, 1, 2]", numbers(first));
        assertEquals("[3, 4, 5]", numbers(second));
        Instant taken = Instant.parse(second.get(2).get("timestamp").asText());
        assertEquals(0, Duration.between(taken, Instant.now()).toMinutes());
        device.accepted(1);
        assertEquals("{3, 4, 5}", device.accepted().toString());
    }

    private static String numbers(JsonNode readings) {
        return StreamSupport.stream(readings.spliterator(), false)
                .map(reading -> Device.reading(reading.get("sequence").asLong()))
                .toList()
                .toString();
    }

    private static JsonNode body(byte[] request) throws Exception {
        String text = new String(request, US_ASCII);
        int body = text.indexOf("\r\n\r\n") + 4;
        assertEquals("Content-Length: " + (text.length() - body), text.lines().toList().get(4));
        return new ObjectMapper().readTree(text.substring(body));
    }
}
