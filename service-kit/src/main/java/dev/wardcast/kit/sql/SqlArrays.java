package dev.wardcast.kit.sql;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One statement for many rows: each column travels as an array of texts. */
public final class SqlArrays {

    private SqlArrays() {}

    public static <T> void setTexts(
            PreparedStatement statement,
            int index,
            List<T> rows,
            Function<T, @Nullable String> column)
            throws SQLException {
        // As objects the driver would write them as one text, escaped character by character.
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(index, statement.getConnection().createArrayOf("text", values));
    }

    public static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
