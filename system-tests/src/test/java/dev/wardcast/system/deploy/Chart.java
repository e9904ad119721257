package dev.wardcast.system.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart as the library of Helm renders it. */
final class Chart {

    /** Those with which it is tried. */
    enum Values {
        DEFAULT(""),
        WARD("sizes/ward.yaml"),
        NETWORK("sizes/network.yaml"),
        SENTINEL(
                """
                redis:
                  mode: sentinel
                  addresses: ["sentinel-0:26379", "sentinel-1:26379", "sentinel-2:26379"]
                  passwordSecret: {name: wardcast-redis, key: password}
                images: {pullSecrets: [registry]}
                """),
        WITHOUT_OUR_NGINX("edge: {enabled: false}\ninnerTls: {enabled: true}\n");

        private final String text;

        Values(String text) {
            this.text = text;
        }
    }

    static final String RELEASE = "wardcast";

    private Chart() {}

    static Path directory() {
        return Deployment.directory().resolve("helm/wardcast");
    }

    static List<Map<String, Object>> render(Values values, Path scratch) throws IOException {
        return parse(
                text(
                        values.text.endsWith(".yaml")
                                ? Files.readString(directory().resolve(values.text))
                                : values.text,
                        scratch));
    }

    /**
     * @param values YAML that overrides the chart's own
     * @param scratch a directory to write them to
     * @throws RuntimeException with what Helm says, if it refuses them
     */
    static String text(String values, Path scratch) throws IOException {
        TemplateCommand template =
                new Helm(directory())
                        .template()
                        .withName(RELEASE)
                        .withNamespace("wardcast")
                        .withKubeVersion("1.33.0")
                        // Of hooks the library renders nothing.
                        .set("migrations.hook", false);
        if (!values.isBlank()) {
            template.withValuesFile(
                    Files.writeString(Files.createTempFile(scratch, "values", ".yaml"), values));
        }
        return template.call();
    }

    static List<Map<String, Object>> parse(String manifests) {
        List<Map<String, Object>> objects = new ArrayList<>();
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        StreamSupport.stream(yaml.loadAll(manifests).spliterator(), false)
                .filter(object -> object != null)
                .forEach(object -> objects.add(Tree.map(object)));
        return objects;
    }

    /** The configuration of the chart's nginx. */
    static String nginx(String values, Path scratch) throws IOException {
        return parse(text(values, scratch)).stream()
                .filter(object -> "ConfigMap".equals(object.get("kind")))
                .map(object -> Tree.text(object, "data", "nginx.conf"))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Map<String, Object>> ofKind(List<Map<String, Object>> objects, String kind) {
        return objects.stream().filter(object -> kind.equals(object.get("kind")));
    }
}
