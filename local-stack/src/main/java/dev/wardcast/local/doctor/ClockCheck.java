package dev.wardcast.local.doctor;

import dev.wardcast.eventlog.RedisLink;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How far the clocks of Redis and PostgreSQL are from ours. */
record ClockCheck(RedisLink redis, String databaseUrl) implements Check {

    /** Tokens are good for five seconds more or less, and no more. */
    private static final Duration UNUSABLE = Duration.ofSeconds(5);

    private static final Duration WORTH_A_LOOK = Duration.ofSeconds(1);

    @Override
    public String subject() {
        return "clocks";
    }

    @Override
    public List<Finding> examine() throws Exception {
        List<Finding> findings = new ArrayList<>();
        Instant before = Instant.now();
        List<byte[]> time = redis.commands().time().get(5, TimeUnit.SECONDS);
        Instant redisTime =
                Instant.ofEpochSecond(number(time.get(0))).plusNanos(number(time.get(1)) * 1_000);
        findings.add(judge("clock of redis", before, redisTime, Instant.now()));
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement statement = connection.createStatement()) {
            before = Instant.now();
            try (ResultSet row =
                    statement.executeQuery("select extract(epoch from clock_timestamp()) * 1000")) {
                row.next();
                findings.add(
                        judge(
                                "clock of the database",
                                before,
                                Instant.ofEpochMilli(row.getLong(1)),
                                Instant.now()));
            }
        }
        return findings;
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    /**
     * @param told what the other clock said at some moment between the two of ours
     */
    static Finding judge(String subject, Instant before, Instant told, Instant after) {
        Duration off =
                told.isBefore(before)
                        ? Duration.between(told, before)
                        : told.isAfter(after) ? Duration.between(after, told) : Duration.ZERO;
        String found =
                off.toMillis() < 10
                        ? "as ours"
                        : off.toMillis() + " ms " + (told.isBefore(before) ? "behind" : "ahead");
        String advice = "synchronise the clocks of all machines (chrony, or what the cloud offers)";
        if (off.compareTo(WORTH_A_LOOK) < 0) {
            return Finding.ok(subject, found);
        }
        return off.compareTo(UNUSABLE) < 0
                ? Finding.warning(subject, found, advice)
                : Finding.failure(
                        subject, found, advice + ": tokens are refused at this difference");
    }
}
