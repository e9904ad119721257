package dev.wardcast.kit.service;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Brings a module's own configuration file into any application that has the module on its class
 * path: the service by itself, its tests, and the local stack. Everything else overrides it.
 *
 * <p>A subclass has to name {@link ApplicationContextConfigurer} among its own interfaces: the
 * annotation processor registers it only then, and without a word if not.
 */
public abstract class ServiceDefaults implements ApplicationContextConfigurer {

    /** Below application.yml (-300), environment and command line. */
    private static final int ORDER = -1000;

    private final String resource;

    protected ServiceDefaults(String resource) {
        this.resource = resource;
    }

    @Override
    public void configure(ApplicationContextBuilder builder) {
        try (InputStream yaml = getClass().getResourceAsStream("/" + resource)) {
            if (yaml == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            Map<String, Object> values = new YamlPropertySourceLoader().read(resource, yaml);
            builder.propertySources(PropertySource.of(resource, values, ORDER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
