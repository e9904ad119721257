package dev.wardcast.bench.history;

import dev.wardcast.bench.history.Ward.BedDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What is asked of one patient's history, over HTTP, and as SQL that one would write by hand. */
enum Question {
    NEWEST("newest 100", "limit=100", 100, 1, Span.ALL) {
        @Override
        String sql() {
            return Sql.ROWS.formatted(Sql.ALL_TYPES, "limit 100");
        }
    },
    DAY_OF_ONE_VITAL("day, one sign, rows", Sql.ONE + "&limit=1000", 1_000, 2, Span.DAY) {
        @Override
        String sql() {
            return Sql.ROWS.formatted(Sql.ONE_TYPE, "limit 1000");
        }
    },
    DAY_OF_ALL("day, all signs, rows", "limit=1000", 1_000, 8, Span.DAY) {
        @Override
        String sql() {
            return Sql.ROWS.formatted(Sql.ALL_TYPES, "limit 1000");
        }
    },
    DAY_BY_MINUTE("day, one sign, 1m", Sql.ONE + "&resolution=1m&limit=1500", 1_440, 1, Span.DAY) {
        @Override
        String sql() {
            return Sql.SUMMARY.formatted("1 minute", Sql.ONE_TYPE);
        }
    },
    DAY_BY_QUARTER("day, all signs, 15m", "resolution=15m&limit=1500", 480, 1, Span.DAY) {
        @Override
        String sql() {
            return Sql.SUMMARY.formatted("15 minutes", Sql.ALL_TYPES);
        }
    },
    WEEKS_BY_HOUR(
            "4 weeks, one sign, 1h", Sql.ONE + "&resolution=1h&limit=1500", 672, 1, Span.ALL) {
        @Override
        String sql() {
            return Sql.SUMMARY.formatted("1 hour", Sql.ONE_TYPE);
        }
    };

    private enum Span {
        DAY,
        ALL
    }

    private final String title;
    private final String parameters;
    private final int items;
    private final int pages;
    private final Span span;

    Question(String title, String parameters, int items, int pages, Span span) {
        this.title = title;
        this.parameters = parameters;
        this.items = items;
        this.pages = pages;
        this.span = span;
    }

    /** Asks for a patient, from, and to, and has the time in its first column. */
    abstract String sql();

    String title() {
        return title;
    }

    /** Of a full page. */
    int items() {
        return items;
    }

    int pages() {
        return pages;
    }

    Instant from(Ward ward, BedDay asked) {
        return at(span == Span.DAY ? asked.day() : ward.monday());
    }

    Instant to(Ward ward, BedDay asked) {
        return at(span == Span.DAY ? asked.day().plusDays(1) : ward.monday().plusDays(Ward.DAYS));
    }

    String path(Ward ward, BedDay asked) {
        return "/api/v1/patients/%s/vitals?from=%s&to=%s&%s"
                .formatted(
                        Ward.patient(asked.bed()), from(ward, asked), to(ward, asked), parameters);
    }

    private static Instant at(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
