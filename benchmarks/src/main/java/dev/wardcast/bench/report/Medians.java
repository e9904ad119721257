package dev.wardcast.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All rounds of one subject under one load, for one question. */
public record Medians(String question, String subject, String load, List<Measured> rounds) {

    private record Key(String question, String subject, String load) {}

    /** In the order in which they first come. */
    public static List<Medians> of(List<Measured> results) {
        Map<Key, List<Measured>> groups = new LinkedHashMap<>();
        for (Measured result : results) {
            groups.computeIfAbsent(
                            new Key(result.question(), result.subject(), result.load()),
                            key -> new ArrayList<>())
                    .add(result);
        }
        List<Medians> all = new ArrayList<>();
        groups.forEach((key, rounds) ->
                all.add(
                        new Medians(
                                key.question(), key.subject(), key.load(), List.copyOf(rounds))));
        return all;
    }

    /** Empty where no round has this figure. */
    public Optional<Spread> spread(String figure) {
        List<Double> values =
                rounds.stream()
                        .filter(round -> round.figures().containsKey(figure))
                        .map(round -> round.figures().getOrDefault(figure, 0.0))
                        .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** A row for each of these, a column for each figure that any of them has. */
    public static String table(List<Medians> rows) {
        List<String> figures =
                rows.stream()
                        .flatMap(row -> row.rounds.stream())
                        .flatMap(round -> round.figures().keySet().stream())
                        .distinct()
                        .toList();
        List<String> head = new ArrayList<>(List.of("load", "who"));
        head.addAll(figures);
        Table table = new Table(head);
        for (Medians row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.load, row.subject));
            figures.forEach(figure -> cells.add(row.spread(figure).map(Medians::cell).orElse("–")));
            table.row(cells);
        }
        return table.toString();
    }

    private static String cell(Spread spread) {
        String median = Numbers.of(spread.median());
        return spread.least() == spread.most()
                ? median
                : "%s (%s–%s)"
                        .formatted(median, Numbers.of(spread.least()), Numbers.of(spread.most()));
    }
}
