package dev.wardcast.system;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Requirements;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.naming.NameUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings that the code has: what its configuration types and annotations read, and what the
 * modules' own files set. A key that a person names, such as that of an outbox, has {@code *}
 * there.
 */
final class ConfigurationKeys {

    /** In place of a default, where there is none. */
    static final String NONE = "";

    private static final String OURS = "wardcast.";
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\{(wardcast\\.[a-z0-9.-]+)(?::([^}]*))?}");

    private final Map<String, String> keys = new TreeMap<>();
    private final Map<String, String> files = new TreeMap<>();

    private ConfigurationKeys() {}

    static ConfigurationKeys ofTheCode() throws IOException {
        ConfigurationKeys found = new ConfigurationKeys();
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.wardcast");
        classes.forEach(found::readClass);
        for (Path file : files()) {
            found.readFile(file);
        }
        return found;
    }

    /** Our own keys with their defaults. */
    Map<String, String> ours() {
        return keys;
    }

    /** Every key that a module's file sets, ours or the framework's, with its value. */
    Map<String, String> setByFiles() {
        return files;
    }

    private void readClass(JavaClass type) {
        type.tryGetAnnotationOfType(ConfigurationProperties.class)
                .ifPresent(settings -> readType(type.reflect(), settings.value()));
        type.tryGetAnnotationOfType(EachProperty.class)
                .ifPresent(settings -> readType(type.reflect(), settings.value() + ".*"));
        readRequires(type);
        type.getFields().forEach(this::readValue);
        type.getCodeUnits()
                .forEach(unit -> {
                    readRequires(unit);
                    readValue(unit);
                    unit.getParameters().forEach(this::readValue);
                });
    }

    private void readType(Class<?> type, String prefix) {
        for (Method method : type.getDeclaredMethods()) {
            if (type.isInterface() && Modifier.isAbstract(method.getModifiers())) {
                add(prefix, NameUtils.getPropertyNameForGetter(method.getName()), method);
            }
        }
        if (type.isRecord()) {
            for (var component : type.getRecordComponents()) {
                if (component.getAccessor().getAnnotation(Parameter.class) == null) {
                    add(prefix, component.getName(), component.getAccessor());
                }
            }
        }
    }

    private void add(String prefix, String property, AnnotatedElement getter) {
        Bindable bindable = getter.getAnnotation(Bindable.class);
        keys.put(
                prefix + "." + NameUtils.hyphenate(property),
                bindable == null ? NONE : bindable.defaultValue());
    }

    private void readValue(HasAnnotations<?> element) {
        element.tryGetAnnotationOfType(Value.class)
                .ifPresent(value -> {
                    Matcher key = PLACEHOLDER.matcher(value.value());
                    while (key.find()) {
                        keys.putIfAbsent(key.group(1), key.group(2) == null ? NONE : key.group(2));
                    }
                });
    }

    private void readRequires(HasAnnotations<?> element) {
        element.tryGetAnnotationOfType(Requires.class).ifPresent(this::readRequires);
        element.tryGetAnnotationOfType(Requirements.class)
                .ifPresent(all -> List.of(all.value()).forEach(this::readRequires));
    }

    private void readRequires(Requires condition) {
        if (condition.property().startsWith(OURS)) {
            keys.putIfAbsent(condition.property(), NONE);
        }
    }

    /**
     * What a module's file sets counts more than what a type says, unless it is said of one of many
     * that persons name.
     */
    private void readFile(Path file) throws IOException {
        try (InputStream yaml = Files.newInputStream(file)) {
            new YamlPropertySourceLoader()
                    .read(file.getFileName().toString(), yaml)
                    .forEach((key, value) -> {
                        files.put(key, String.valueOf(value));
                        if (key.startsWith(OURS)) {
                            String named = named(key);
                            if (named.equals(key) || NONE.equals(keys.get(named))) {
                                keys.put(named, String.valueOf(value));
                            }
                        }
                    });
        }
    }

    /** The key with {@code *} where a person chose the name. */
    private String named(String key) {
        return keys.keySet().stream()
                .filter(known -> known.contains("*"))
                .filter(known -> key.matches(known.replace(".", "\\.").replace("*", "[^.]+")))
                .findFirst()
                .orElse(key);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> modules = Files.list(Processes.root())) {
            return modules.map(module -> module.resolve("src/main/resources"))
                    .filter(Files::isDirectory)
                    .flatMap(ConfigurationKeys::yamlIn)
                    .toList();
        }
    }

    private static Stream<Path> yamlIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".yml")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
