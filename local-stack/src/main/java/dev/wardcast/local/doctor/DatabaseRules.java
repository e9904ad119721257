package dev.wardcast.local.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What PostgreSQL has to be like: what it has committed must be there after a crash. */
final class DatabaseRules {

    private static final int OLDEST_VERSION = 15;

    private static final Duration LONG_TRANSACTION = Duration.ofMinutes(15);

    private DatabaseRules() {}

    /**
     * @param settings rows of {@code pg_settings}, and what {@link DatabaseCheck} counts beside
     */
    static List<Finding> judge(Map<String, String> settings) {
        List<Finding> findings = new ArrayList<>();
        findings.add(version(settings));
        findings.add(durability(settings));
        findings.add(connections(settings));
        findings.add(upkeep(settings));
        findings.add(audit(settings));
        return findings;
    }

    private static Finding version(Map<String, String> settings) {
        String version = settings.getOrDefault("server_version", "?");
        return number(settings, "server_version_num") / 10_000 >= OLDEST_VERSION
                ? Finding.ok("database version", version)
                : Finding.failure(
                        "database version",
                        version,
                        "upgrade PostgreSQL to "
                                + OLDEST_VERSION
                                + " or later; 18 is what is tested");
    }

    private static Finding durability(Map<String, String> settings) {
        List<String> off =
                List.of("fsync", "full_page_writes", "synchronous_commit").stream()
                        .filter(name -> settings.getOrDefault(name, "off").equals("off"))
                        .toList();
        return off.isEmpty()
                ? Finding.ok("database durability", "what is committed is on disk")
                : Finding.failure(
                        "database durability",
                        String.join(", ", off) + " off",
                        "switch it on: alerts and acknowledgements can be lost, and the database"
                                + " itself with them");
    }

    private static Finding connections(Map<String, String> settings) {
        long used = number(settings, "connections");
        long most = number(settings, "max_connections");
        String found = used + " of " + most;
        return used < most * 0.8
                ? Finding.ok("database connections", found)
                : Finding.warning(
                        "database connections",
                        found,
                        "raise max_connections, or lower datasources.*.maximum-pool-size; each"
                                + " process takes its pools and four for the audit");
    }

    private static Finding upkeep(Map<String, String> settings) {
        String subject = "database upkeep";
        if (!"on".equals(settings.get("autovacuum"))) {
            return Finding.failure(
                    subject,
                    "autovacuum off",
                    "switch it on: tables of events and positions change all the time");
        }
        long left = number(settings, "transactions_to_wraparound");
        if (left < 500_000_000) {
            return Finding.failure(
                    subject,
                    left + " transactions left before the database stops",
                    "VACUUM (FREEZE) the oldest tables now, and find out what kept autovacuum away");
        }
        long oldest = number(settings, "oldest_transaction");
        return oldest < LONG_TRANSACTION.toSeconds()
                ? Finding.ok(subject, "autovacuum on")
                : Finding.warning(
                        subject,
                        "a transaction has been open for "
                                + Duration.ofSeconds(oldest).toMinutes()
                                + " min",
                        "end it (pg_stat_activity has its pid): nothing that it may still see can be"
                                + " cleaned away");
    }

    private static Finding audit(Map<String, String> settings) {
        return "true".equals(settings.get("audit_is_ours"))
                ? Finding.warning(
                        "audit owner",
                        "the services' own role",
                        "set wardcast.audit.owner-url and hand the schema over: whoever has the"
                                + " services' password can remove entries")
                : Finding.ok("audit owner", "another role");
    }

    private static long number(Map<String, String> settings, String name) {
        String value = settings.getOrDefault(name, "0");
        return value.matches("-?\\d+") ? Long.parseLong(value) : 0;
    }
}
