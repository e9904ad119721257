package dev.wardcast.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code in the README of the TypeScript client, as files of a project that uses it. */
final class Readme {

    private Readme() {}

    /** Writes the block whose first line is a comment with that name. */
    static Path write(String name, Path directory) throws IOException {
        String text = Files.readString(NodePackage.HOME.resolve("README.md"));
        Matcher block =
                Pattern.compile(
                                "```\\w+\\n(// " + Pattern.quote(name) + "\\n.*?)```",
                                Pattern.DOTALL)
                        .matcher(text);
        if (!block.find()) {
            throw new AssertionError(name + " is not in the README");
        }
        Path project = Files.createDirectories(directory.resolve("project"));
        Path packages = Files.createDirectories(project.resolve("node_modules/@wardcast"));
        if (!Files.exists(packages.resolve("client"))) {
            Files.createSymbolicLink(packages.resolve("client"), NodePackage.HOME);
        }
        Files.writeString(project.resolve("package.json"), "{\"type\":\"module\"}");
        return Files.writeString(project.resolve(name), block.group(1));
    }
}
