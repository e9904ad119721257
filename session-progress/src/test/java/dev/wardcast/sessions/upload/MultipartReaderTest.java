package dev.wardcast.sessions.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.upload.MultipartReader.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {

    private static final String AUDIO =
            "Content-Disposition: form-data; name=\"audio\"; filename=\"a; name=b.wav\"\r\n"
                    + "Content-Type: audio/wav\r\n\r\n";
    private static final String PATIENT = "content-disposition:form-data;name=patient_id\r\n\r\n";

    private static MultipartReader reader(String body) {
        return new MultipartReader(new ByteArrayInputStream(body.getBytes(ISO_8859_1)), "xyz");
    }

    private static Map<String, String> read(MultipartReader reader) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        for (Part part = reader.next(); part != null; part = reader.next()) {
            parts.put(part.name(), new String(part.content().readAllBytes(), ISO_8859_1));
        }
        assertNull(reader.next());
        return parts;
    }

    @Test
    void parts_come_in_the_order_of_the_body() throws IOException {
        String body =
                "--xyz\r\n" + AUDIO + "sound\r\n--xyz\r\n" + PATIENT + "patient-1\r\n--xyz--\r\n";
        assertEquals("{audio=sound, patient_id=patient-1}", read(reader(body)).toString());
    }

    @Test
    void preamble_epilogue_padding_and_empty_parts_mean_nothing() throws IOException {
        String body =
                "for old readers\r\n--xyz \t\r\n"
                        + PATIENT
                        + "\r\n--xyz\r\n"
                        + AUDIO
                        + "s\r\n--xyz--ignored\r\n--xyz\r\n";
        assertEquals("{patient_id=, audio=s}", read(reader(body)).toString());
    }

    @Test
    void what_only_begins_like_a_boundary_belongs_to_the_part() throws IOException {
        String content = "\r\n--xy\r\r\n\r\n--x--xyz\r\n-";
        String body = "--xyz\r\n" + AUDIO + content + "\r\n--xyz--";
        assertEquals(content, read(reader(body)).get("audio"));
    }

    @Test
    void a_part_that_nobody_read_is_skipped() throws IOException {
        MultipartReader reader =
                reader(
                        "--xyz\r\n"
                                + AUDIO
                                + "x".repeat(200_000)
                                + "\r\n--xyz\r\n"
                                + PATIENT
                                + "p\r\n--xyz--");
        assertEquals("audio", reader.next().name());
        Part patient = reader.next();
        assertEquals("p", new String(patient.content().readAllBytes(), ISO_8859_1));
    }

    /** However the network cuts it, and whatever is in it. */
    @Test
    void every_byte_arrives_whatever_the_pieces() throws IOException {
        Random random = new Random(20260101);
        for (int round = 0; round < 200; round++) {
            byte[] content = new byte[random.nextInt(3 * MultipartReader.BUFFER)];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) "\r\n-xyz".charAt(random.nextInt(6));
            }
            String text = new String(content, ISO_8859_1).replace("\r\n--xyz", "\r\n--xy ");
            String body = "--xyz\r\n" + AUDIO + text + "\r\n--xyz--\r\n";
            InputStream pieces = new Pieces(body.getBytes(ISO_8859_1), random);
            MultipartReader reader = new MultipartReader(pieces, "xyz");
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            reader.next().content().transferTo(read);
            assertArrayEquals(text.getBytes(ISO_8859_1), read.toByteArray(), "round " + round);
            assertNull(reader.next());
        }
    }

    /** Gives what it likes at a time. */
    private static final class Pieces extends ByteArrayInputStream {
        private final Random random;

        Pieces(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(5000)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no boundary at all",
                "--xyz\r\n" + AUDIO + "cut",
                "--xyz\r\n" + AUDIO + "cut\r\n--xy"
            })
    void a_body_that_ends_too_early_is_no_body(String body) {
        assertThrows(EOFException.class, () -> read(reader(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--xyz\r\n\r\nno name\r\n--xyz--",
                "--xyz\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xyz--",
                "--xyz\r\nContent-Disposition: attachment; name=audio\r\n\r\nx\r\n--xyz--",
                "--xyzmore\r\n" + AUDIO + "x\r\n--xyz--"
            })
    void a_malformed_part_is_400(String body) {
        assertMalformed(() -> read(reader(body)));
    }

    @Test
    void endless_headers_and_parts_are_400() {
        assertMalformed(() -> read(reader("--xyz\r\nX: " + "x".repeat(100_000))));
        assertMalformed(() -> read(reader("--xyz\r\n" + "X: y\r\n".repeat(1000))));
        assertMalformed(
                () -> read(reader(("--xyz\r\n" + PATIENT + "p\r\n").repeat(1000) + "--xyz--")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "line\nbreak", "ünïcode"})
    void a_boundary_that_is_none_is_400(String boundary) {
        assertMalformed(() -> new MultipartReader(InputStream.nullInputStream(), boundary));
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static void assertMalformed(Reading reading) {
        ProblemException refusal = assertThrows(ProblemException.class, reading::run);
        assertEquals(400, refusal.status().getCode());
        assertEquals("malformed_multipart", refusal.code());
    }

    @Test
    void a_parameter_is_not_found_within_the_quotes_of_another() {
        String header = "form-data; filename=\"; name=\\\"evil\\\"\"; NAME=\"a \\\"b\\\"\"";
        assertEquals("a \"b\"", HeaderParameters.find(header, "form-data", "name"));
        assertNull(HeaderParameters.find(header, "form-data", "evil"));
        assertNull(HeaderParameters.find("form-data; ; name=x", "form-data", "name"));
    }
}
