package dev.wardcast.local.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.service.Migrations;
import dev.wardcast.local.doctor.Finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is well and what is not, without a server. */
class RulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final String INFO =
            "redis_version:7.2.4\r\nused_memory:1048576\r\nmaxmemory:104857600\r\n"
                    + "connected_slaves:0\r\naof_last_write_status:ok\r\naof_last_bgrewrite_status:ok\r\n";

    private static final Map<String, String> CONFIG =
            Map.of(
                    "maxmemory-policy",
                    "noeviction",
                    "appendonly",
                    "yes",
                    "appendfsync",
                    "everysec",
                    "client-output-buffer-limit",
                    "normal 0 0 0 slave 268435456 67108864 60 pubsub 268435456 67108864 60");

    private static final Map<String, String> DATABASE =
            Map.ofEntries(
                    Map.entry("server_version", "18.1"),
                    Map.entry("server_version_num", "180001"),
                    Map.entry("fsync", "on"),
                    Map.entry("full_page_writes", "on"),
                    Map.entry("synchronous_commit", "on"),
                    Map.entry("autovacuum", "on"),
                    Map.entry("max_connections", "100"),
                    Map.entry("connections", "10"),
                    Map.entry("oldest_transaction", "0"),
                    Map.entry("transactions_to_wraparound", "2000000000"),
                    Map.entry("audit_is_ours", "false"));

    private static Map<String, Verdict> verdicts(List<Finding> findings) {
        Map<String, Verdict> verdicts = new HashMap<>();
        findings.forEach(finding -> verdicts.put(finding.subject(), finding.verdict()));
        return verdicts;
    }

    private static Map<String, String> with(Map<String, String> all, String key, String value) {
        Map<String, String> changed = new HashMap<>(all);
        changed.put(key, value);
        return changed;
    }

    @Test
    void servers_as_they_are_shipped_are_well() {
        for (List<Finding> findings :
                List.of(RedisRules.judge(INFO, CONFIG), DatabaseRules.judge(DATABASE))) {
            findings.forEach(
                    finding -> assertEquals(Verdict.OK, finding.verdict(), finding.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "maxmemory-policy, allkeys-lru, redis eviction, FAILURE",
        "appendonly, no, redis persistence, FAILURE",
        "appendfsync, no, redis persistence, WARNING",
        "client-output-buffer-limit, normal 0 0 0 pubsub 33554432 8388608 60, redis output buffer, WARNING",
        "client-output-buffer-limit, normal 0 0 0 pubsub 0 0 0, redis output buffer, OK"
    })
    void each_setting_of_redis_counts(String key, String value, String subject, Verdict verdict) {
        assertEquals(
                verdict, verdicts(RedisRules.judge(INFO, with(CONFIG, key, value))).get(subject));
    }

    @ParameterizedTest
    @CsvSource({
        "redis_version:7.2.4, redis_version:6.2.1, redis version, FAILURE",
        "redis_version:7.2.4, redis_version:8.0.1, redis version, OK",
        "used_memory:1048576, used_memory:90000000, redis memory, WARNING",
        "used_memory:1048576, used_memory:104000000, redis memory, FAILURE",
        "aof_last_write_status:ok, aof_last_write_status:err, redis persistence, FAILURE"
    })
    void what_redis_says_of_itself_counts(
            String told, String instead, String subject, Verdict verdict) {
        assertEquals(
                verdict,
                verdicts(RedisRules.judge(INFO.replace(told, instead), CONFIG)).get(subject));
    }

    @Test
    void a_provider_that_hides_the_settings_is_a_warning_and_no_failure() {
        assertEquals(
                Verdict.WARNING, verdicts(RedisRules.judge(INFO, Map.of())).get("redis settings"));
    }

    @ParameterizedTest
    @CsvSource({
        "server_version_num, 140005, database version, FAILURE",
        "fsync, off, database durability, FAILURE",
        "synchronous_commit, off, database durability, FAILURE",
        "connections, 90, database connections, WARNING",
        "autovacuum, off, database upkeep, FAILURE",
        "oldest_transaction, 7200, database upkeep, WARNING",
        "transactions_to_wraparound, 1000000, database upkeep, FAILURE",
        "audit_is_ours, true, audit owner, WARNING"
    })
    void each_setting_of_the_database_counts(
            String key, String value, String subject, Verdict verdict) {
        assertEquals(
                verdict, verdicts(DatabaseRules.judge(with(DATABASE, key, value))).get(subject));
    }

    @ParameterizedTest
    @CsvSource({"400, OK", "29, WARNING", "6, FAILURE", "-1, FAILURE"})
    void a_certificate_is_told_of_before_it_ends(int days, Verdict verdict) {
        Instant end = NOW.plus(Duration.ofDays(days)).plusSeconds(60);
        assertEquals(verdict, CertificateCheck.judge("certificate", end, NOW).verdict());
    }

    @ParameterizedTest
    @CsvSource({
        "50, OK",
        "-500, OK",
        "1500, WARNING",
        "-2000, WARNING",
        "6000, FAILURE",
        "-60000, FAILURE"
    })
    void clocks_may_differ_by_less_than_a_token_allows(long millis, Verdict verdict) {
        Finding finding = ClockCheck.judge("clock", NOW, NOW.plusMillis(millis), NOW.plusMillis(1));
        assertEquals(verdict, finding.verdict(), finding.found());
    }

    @Test
    void an_echo_is_well_when_it_is_quick() {
        List<Duration> quick = List.of(Duration.ofMillis(1), Duration.ofMillis(90));
        assertEquals(Verdict.WARNING, EchoCheck.judge(quick, false).verdict());
        assertEquals(Verdict.OK, EchoCheck.judge(List.of(Duration.ofMillis(2)), false).verdict());
        assertEquals(Verdict.FAILURE, EchoCheck.judge(quick, true).verdict());
    }

    @Test
    void a_schema_of_another_release_is_said_to_be_so() {
        assertTrue(
                MigrationCheck.judge(
                                new Migrations.State(
                                        "alerts", 5, List.of(), List.of("99"), List.of()))
                        .found()
                        .contains("99"));
        assertEquals(
                Verdict.OK,
                MigrationCheck.judge(
                                new Migrations.State("alerts", 5, List.of(), List.of(), List.of()))
                        .verdict());
    }
}
