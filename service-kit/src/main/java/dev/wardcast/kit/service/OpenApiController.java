package dev.wardcast.kit.service;

import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code /openapi}: what this process answers, all its services in one document. */
@Hidden
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
final class OpenApiController {

    private final String document;

    OpenApiController(Collection<WardcastService> services, ResourceResolver resources) {
        Map<String, Object> merged = new LinkedHashMap<>();
        services.stream()
                .map(WardcastService::name)
                .sorted()
                .forEach(name ->
                        merge(
                                merged,
                                read(resources, "classpath:META-INF/swagger/" + name + "-1.yml")));
        if (services.size() > 1) {
            merged.put("info", Map.of("title", "Wardcast", "version", "1"));
        }
        DumperOptions style = new DumperOptions();
        style.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        this.document = new Yaml(style).dump(merged);
    }

    @Get("/openapi")
    @Produces("application/yaml")
    String openApi() {
        return document;
    }

    private static Map<String, Object> read(ResourceResolver resources, String path) {
        try (InputStream yaml =
                resources
                        .getResourceAsStream(path)
                        .orElseThrow(() ->
                                new IllegalStateException(path + " is not on the class path"))) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Objects are merged key by key; of two values of one key the first stays. */
    @SuppressWarnings("unchecked")
    private static void merge(Map<String, Object> into, Map<String, Object> from) {
        from.forEach((key, value) -> {
            if (into.get(key) instanceof Map<?, ?> there && value instanceof Map<?, ?> here) {
                Map<String, Object> both = new LinkedHashMap<>((Map<String, Object>) there);
                merge(both, (Map<String, Object>) here);
                into.put(key, both);
            } else {
                into.putIfAbsent(key, value);
            }
        });
    }
}
