package dev.wardcast.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of docs as its reader follows it: what is to be typed in a shell, in order, the files that
 * it takes, and what the shell then shows ({@code …} stands for anything).
 */
final class QuickStart {

    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("^(?://|#) (\\S+\\.\\w+)\\n");
    private static final String ADDRESS = "http://localhost:8080";
    private static final String NEXT = "== next block ==";

    private record Step(String typed, StringBuilder shown) {}

    private final List<Step> steps = new ArrayList<>();
    private final Path home;

    /**
     * @param home where its files are written, and its commands run
     */
    QuickStart(Path page, String url, Path home) throws IOException {
        this.home = Files.createDirectories(home);
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            String content = block.group(2).replace(ADDRESS, url);
            switch (block.group(1)) {
                case "sh" -> steps.add(new Step(content, new StringBuilder()));
                case "text" -> steps.getLast().shown().append(content);
                case "js", "python" -> write(content);
                case "html" -> {} // A part of a page, for reading.
                default -> throw new AssertionError("what is ```" + block.group(1) + "?");
            }
        }
    }

    private void write(String content) throws IOException {
        Matcher name = NAMED.matcher(content);
        if (!name.find()) {
            throw new AssertionError("without a name in its first line: " + content);
        }
        Files.writeString(home.resolve(name.group(1)), content);
    }

    int steps() {
        return steps.size();
    }

    /** Types it all, and fails where a command does, or shows something else. */
    void follow() throws IOException, InterruptedException {
        List<String> script = new ArrayList<>(List.of("set -eo pipefail"));
        for (Step step : steps) {
            script.add(step.typed());
            script.add("echo; echo '" + NEXT + "'");
        }
        Path file = Files.write(home.resolve("typed.sh"), script);
        Path said = home.resolve("said.txt");
        Process shell =
                new ProcessBuilder("bash", file.toString())
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        if (!shell.waitFor(3, TimeUnit.MINUTES)) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly().waitFor();
        }
        String all = Files.readString(said, StandardCharsets.UTF_8);
        String[] shown = all.split(Pattern.quote(NEXT) + "\n", -1);
        for (int i = 0; i < steps.size(); i++) {
            if (i >= shown.length - 1) {
                throw new AssertionError("failed: " + steps.get(i).typed() + "\n" + all);
            }
            compare(steps.get(i), shown[i]);
        }
    }

    private static void compare(Step step, String shown) {
        String expected = step.shown().toString().strip();
        StringBuilder pattern = new StringBuilder();
        for (String part : expected.split("…", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        if (!expected.isEmpty()
                && !Pattern.compile(pattern.toString(), Pattern.DOTALL)
                        .matcher(shown.strip())
                        .matches()) {
            throw new AssertionError(step.typed() + "\nexpected: " + expected + "\nbut: " + shown);
        }
    }
}
