package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is checked in of the TypeScript client is what its sources give. */
class TypeScriptPackageTest {

    private static final int MOST_BYTES = 8 * 1024;
    private static final Path OF_THE_PAGE =
            Processes.root().resolve("web/src/main/resources/web/wardcast-client.js");

    @TempDir Path directory;

    @Test
    void the_file_of_the_page_is_smaller_than_8_kb_on_its_way() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            Files.copy(OF_THE_PAGE, zip);
        }
        assertTrue(zipped.size() < MOST_BYTES, zipped.size() + " bytes");
    }

    @Test
    void the_file_of_the_page_is_built_from_the_sources() throws Exception {
        NodePackage.build();
        Path built = directory.resolve("wardcast-client.js");
        node("scripts/bundle.js", built.toString());
        assertArrayEquals(
                Files.readAllBytes(built),
                Files.readAllBytes(OF_THE_PAGE),
                "expected: npm run bundle in clients/typescript");
    }

    @Test
    void its_types_are_those_of_the_document() throws Exception {
        NodePackage.build();
        node("scripts/generate-events.js", "--check");
    }

    @Test
    void its_own_tests_pass() throws Exception {
        NodePackage.build();
        NodePackage.Ended tests = NodePackage.run(List.of("npm", "test"));
        assertEquals(0, tests.code(), tests.output());
    }

    private static void node(String script, String argument) throws Exception {
        NodePackage.Ended ended = NodePackage.run(List.of("node", script, argument));
        assertEquals(0, ended.code(), ended.output());
    }
}
