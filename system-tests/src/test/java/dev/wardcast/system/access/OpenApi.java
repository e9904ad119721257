package dev.wardcast.system.access;

import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the services say of themselves. */
final class OpenApi {

    private OpenApi() {}

    /** Such as {@code GET /api/v1/alerts}. */
    static List<String> operations(String address) throws Exception {
        List<String> operations = new ArrayList<>();
        try (InputStream document = URI.create(address).toURL().openStream()) {
            Map<String, Map<String, Map<String, Object>>> parsed =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(document);
            parsed.get("paths")
                    .forEach((path, methods) ->
                            methods.keySet()
                                    .forEach(method ->
                                            operations.add(
                                                    method.toUpperCase(Locale.ROOT) + " " + path)));
        }
        return operations;
    }
}
