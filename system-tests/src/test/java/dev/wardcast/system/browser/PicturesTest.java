package dev.wardcast.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.system.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Takes pictures for docs/page.md anew, of pages that look the same without a ward's data: only
 * with {@code -Dwardcast.pictures=true}.
 */
@EnabledIfSystemProperty(named = "wardcast.pictures", matches = "true")
class PicturesTest {

    private static final Path IMAGES = Processes.root().resolve("docs").resolve("images");

    /** What follows the name of a picture. */
    private static final Map<String, String> SCHEMES = Map.of("dark", "", "light", "-light");

    @RegisterExtension static final ServedPage PAGE = new ServedPage();

    @ParameterizedTest
    @CsvSource(
            "admin-rules, #/admin/rules, [aria-label=Rules] li:nth-child(2) button, form[data-rule]")
    void a_page_is_pictured_by_night_and_by_day(
            String name, String place, String first, String there) throws IOException {
        Tab tab = PAGE.live("admin", place);
        tab.click(first);
        tab.await("document.querySelector('" + there + "')");
        for (Map.Entry<String, String> scheme : SCHEMES.entrySet()) {
            tab.prefer(scheme.getKey());
            Files.write(IMAGES.resolve(name + scheme.getValue() + ".png"), tab.screenshot());
        }
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }
}
