package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The package in clients/typescript with what it takes to build it, where Node is there. */
final class NodePackage {

    static final Path HOME = Processes.root().resolve("clients/typescript");

    private NodePackage() {}

    /** Builds it; skips the test where there is no Node, or the registry cannot be reached. */
    static void build() throws Exception {
        assumeTrue(
                hasNode(),
                "node 20.11 or later is not on the PATH: the TypeScript client is not tested");
        if (!Files.exists(HOME.resolve("node_modules/.package-lock.json"))) {
            Ended installed = run(List.of("npm", "ci", "--no-audit", "--no-fund"));
            assumeTrue(
                    installed.code() == 0,
                    "npm could not get what it takes: the TypeScript client is not tested\n"
                            + installed.output());
        }
        Ended compiled = run(List.of("npx", "--no-install", "tsc", "-p", "."));
        assertEquals(0, compiled.code(), compiled.output());
    }

    private static boolean hasNode() throws InterruptedException {
        String check =
                "const [a, b] = process.versions.node.split('.');"
                        + "process.exit(a > 20 || (a == 20 && b >= 11) ? 0 : 1)";
        try {
            return run(List.of("node", "-e", check)).code() == 0
                    && run(List.of("npm", "--version")).code() == 0;
        } catch (IOException none) {
            return false;
        }
    }

    record Ended(int code, String output) {}

    static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(HOME.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** A script of the package, or one that imports it, that goes on running. */
    static Process start(Path script, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of("node", "--no-warnings", "--experimental-websocket"));
        command.add(script.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
