package dev.wardcast.system.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of docs/access.md that people read, as what the tests expect. */
final class AccessTable {

    private static final Path FILE = Path.of("..", "docs", "access.md");
    private static final String HEADING = "## Every route";

    /** How far a role gets with a route. */
    enum Reach {
        ALL("all"),
        /** For those whom the rules give it to: the patient, the hospital, the message. */
        OWN("own"),
        NONE("–");

        private final String cell;

        Reach(String cell) {
            this.cell = cell;
        }

        static Reach of(String cell) {
            return Arrays.stream(values())
                    .filter(reach -> reach.cell.equals(cell))
                    .findFirst()
                    .orElseThrow(() ->
                            new AssertionError("cell: " + cell + " (expected: all, own or –)"));
        }
    }

    private AccessTable() {}

    /**
     * By route, such as {@code GET /api/v1/alerts/{alertId}}; an empty row is open to everybody.
     */
    static Map<String, Map<Who, Reach>> read() {
        List<String> lines = section();
        List<Who> columns = List.of();
        Map<String, Map<Who, Reach>> rows = new LinkedHashMap<>();
        for (String line : lines) {
            List<String> cells = cells(line);
            if (cells.size() < 2 || cells.getFirst().startsWith("---")) {
                continue;
            }
            if (cells.getFirst().equals("route")) {
                columns = cells.stream().skip(1).map(Who::valueOf).toList();
                continue;
            }
            String route = cells.getFirst().replace("`", "");
            if (rows.put(route, row(columns, cells.subList(1, cells.size()))) != null) {
                throw new AssertionError("two rows for " + route);
            }
        }
        return rows;
    }

    private static Map<Who, Reach> row(List<Who> columns, List<String> cells) {
        Map<Who, Reach> row = new EnumMap<>(Who.class);
        if (cells.equals(List.of("everybody"))) {
            return row;
        }
        if (cells.size() != columns.size()) {
            throw new AssertionError(cells + " (expected: a cell for each of " + columns + ")");
        }
        for (int i = 0; i < cells.size(); i++) {
            row.put(columns.get(i), Reach.of(cells.get(i)));
        }
        return row;
    }

    private static List<String> cells(String line) {
        if (!line.startsWith("|")) {
            return List.of();
        }
        String inner = line.strip();
        return Arrays.stream(inner.substring(1, inner.length() - 1).split("\\|"))
                .map(String::strip)
                .toList();
    }

    private static List<String> section() {
        try {
            List<String> lines = Files.readAllLines(FILE);
            int begin = lines.indexOf(HEADING) + 1;
            if (begin == 0) {
                throw new AssertionError(FILE + " (expected: a section " + HEADING + ")");
            }
            int end = begin;
            while (end < lines.size() && !lines.get(end).startsWith("## ")) {
                end++;
            }
            return lines.subList(begin, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
