package dev.wardcast.system.browser;

import dev.wardcast.system.AllServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * All services with a browser in front of them, for the tests of a class: a static field with
 * {@link RegisterExtension}. Without a Chromium the class is skipped, and says so.
 */
final class ServedPage implements BeforeAllCallback, AfterAllCallback {

    static final int WIDTH = 1400;
    static final int HEIGHT = 900;

    private final Map<String, Object> settings;
    private Path data;
    private AllServices services;
    private DrivenBrowser browser;

    ServedPage() {
        this(Map.of());
    }

    ServedPage(Map<String, Object> settings) {
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        Path program = Chromium.required();
        data = Files.createTempDirectory("wardcast-page");
        services = new AllServices(data, settings);
        browser = new DrivenBrowser(program, data.resolve("profile"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (services != null) {
            services.close();
        }
        if (data != null) {
            remove(data);
        }
    }

    /**
     * A browser that was told to end may still write into its profile: what stays is the system's.
     */
    private static void remove(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(directory)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        all.forEach(path -> path.toFile().delete());
    }

    String url() {
        return services.url();
    }

    int port() {
        return services.port();
    }

    /**
     * A browser of its own, at the page.
     *
     * @param place what follows the address, such as {@code #/board}
     */
    Tab open(String place) {
        return browser.open(url() + "/" + place, WIDTH, HEIGHT);
    }

    /** The same, signed in. */
    Tab signedIn(String username, String place) {
        Tab tab = open(place);
        tab.signIn(username);
        return tab;
    }

    /** The same, signed in and with everything live. */
    Tab live(String username, String place) {
        Tab tab = signedIn(username, place);
        tab.await("document.querySelector('.link[data-phase=live]')");
        return tab;
    }

    /** Another address in a browser of its own. */
    Tab openElsewhere(String address) {
        return browser.open(address, WIDTH, HEIGHT);
    }
}
