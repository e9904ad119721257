package dev.wardcast.bench.history;

import dev.wardcast.bench.history.Ward.BedDay;
import dev.wardcast.bench.report.Latencies;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The same table with the query that one would write by hand: no HTTP, access, audit or JSON. */
final class AskingDatabase implements Asking {

    private final Connection connection;

    AskingDatabase(String databaseUrl) {
        try {
            connection = DriverManager.getConnection(databaseUrl);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void ask(Question question, Ward ward, BedDay asked, Latencies latencies) {
        Instant to = question.to(ward, asked);
        for (int page = 1; page <= question.pages(); page++) {
            try (PreparedStatement select = connection.prepareStatement(question.sql())) {
                long start = System.nanoTime();
                select.setString(1, Ward.patient(asked.bed()));
                select.setObject(2, question.from(ward, asked).atOffset(ZoneOffset.UTC));
                select.setObject(3, to.atOffset(ZoneOffset.UTC));
                int rows = 0;
                try (ResultSet found = select.executeQuery()) {
                    int columns = found.getMetaData().getColumnCount();
                    while (found.next()) {
                        to = found.getObject(1, OffsetDateTime.class).toInstant();
                        for (int column = 2; column <= columns; column++) {
                            found.getObject(column);
                        }
                        rows++;
                    }
                }
                latencies.record(System.nanoTime() - start);
                boolean isLast = page == question.pages();
                if (rows > question.items() || !isLast && rows < question.items() || rows == 0) {
                    throw new IllegalStateException(
                            "%s: %d rows (expected: %d)"
                                    .formatted(question.title(), rows, question.items()));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(question.sql(), e);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
