package dev.wardcast.kit.crypto;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A column of sealed texts. A service that has one makes it a bean, and the texts are sealed anew
 * when another key becomes the active one. The table should have an index on {@code
 * split_part(column, '.', 2)}, by which the rows of former keys are found.
 *
 * @param datasource whose schema has the table
 * @param key column with the row's primary key, a text
 * @param text column with the sealed text; {@code null} where there is none
 * @param context of a row's text, by the row's key; as it was sealed with
 * @param clearBefore whether rows may be there that were written in clear, before the column was
 *     sealed. They are sealed then like those of a former key
 */
public record SealedColumn(
        String datasource,
        String table,
        String key,
        String text,
        UnaryOperator<String> context,
        boolean clearBefore) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public SealedColumn {
        for (String name : new String[] {table, key, text}) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(name + " (expected: a plain name in SQL)");
            }
        }
    }

    public SealedColumn(
            String datasource,
            String table,
            String key,
            String text,
            UnaryOperator<String> context) {
        this(datasource, table, key, text, context, false);
    }

    /**
     * One that was not sealed from the beginning. The table should have an index on {@code case
     * when column like 'v1.%' then left(split_part(column, '.', 2), 32) else '' end}: clear texts
     * are longer than what an index takes.
     */
    public static SealedColumn onceClear(
            String datasource,
            String table,
            String key,
            String text,
            UnaryOperator<String> context) {
        return new SealedColumn(datasource, table, key, text, context, true);
    }

    /** The key of a text, as SQL; of a clear one an empty string, which no key is called. */
    private String keyOfText() {
        return clearBefore
                ? "(case when %s like 'v1.%%' then left(split_part(%s, '.', 2), 32) else '' end)"
                        .formatted(text, text)
                : "split_part(" + text + ", '.', 2)";
    }

    /** Two ranges, because an index answers those and not an inequality. */
    private String former() {
        return " from %s where %s is not null and (%s < ? or %s > ?)"
                .formatted(table, text, keyOfText(), keyOfText());
    }

    /** Asks for the active key twice. */
    String count() {
        return "select count(*)" + former();
    }

    /**
     * Asks for the active key twice, after which row, and how many. Rows that somebody works on are
     * left to them.
     */
    String claim() {
        return "select %s, %s%s and %s > ? order by %s limit ? for update skip locked"
                .formatted(key, text, former(), key, key);
    }

    /** Asks for the new text and the row. */
    String replace() {
        return "update " + table + " set " + text + " = ? where " + key + " = ?";
    }
}
