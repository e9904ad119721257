package dev.wardcast.local.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis has to be like for what is promised with it. */
final class RedisRules {

    private static final long MEGABYTE = 1 << 20;

    /** A subscriber gets as far behind as this while it collects garbage or starts. */
    private static final long PUBSUB_HARD_LIMIT = 128 * MEGABYTE;

    private static final Pattern PUBSUB = Pattern.compile("pubsub (\\d+) (\\d+) (\\d+)");

    private RedisRules() {}

    /**
     * @param info the answer to {@code INFO}
     * @param config what {@code CONFIG GET *} answers; empty where a provider forbids to ask
     */
    static List<Finding> judge(String info, Map<String, String> config) {
        List<Finding> findings = new ArrayList<>();
        findings.add(version(value(info, "redis_version")));
        findings.add(memory(info));
        if (config.isEmpty()) {
            findings.add(
                    Finding.warning(
                            "redis settings",
                            "CONFIG can't be read",
                            "see with the provider that maxmemory-policy is noeviction, appendonly"
                                    + " is yes, and the pubsub output buffer 256mb 64mb 60"));
            return findings;
        }
        findings.add(eviction(config.getOrDefault("maxmemory-policy", "")));
        findings.add(outputBuffer(config.getOrDefault("client-output-buffer-limit", "")));
        findings.add(persistence(info, config));
        return findings;
    }

    private static Finding version(String version) {
        String subject = "redis version";
        String major = version.split("\\.", 2)[0];
        return major.matches("\\d{1,4}") && Integer.parseInt(major) >= 7
                ? Finding.ok(subject, version)
                : Finding.failure(subject, version, "install Redis 7 or later");
    }

    private static Finding memory(String info) {
        String subject = "redis memory";
        long used = number(info, "used_memory");
        long limit = number(info, "maxmemory");
        String found =
                used / MEGABYTE + " MB used of " + (limit == 0 ? "any" : limit / MEGABYTE + " MB");
        if (limit == 0) {
            limit = number(info, "total_system_memory");
        }
        String advice =
                "give it more memory, or keep less: wardcast.event-log.keep-all, keep-most and"
                        + " wardcast.sample-queue.keep";
        if (limit == 0 || used < limit * 0.8) {
            return Finding.ok(subject, found);
        }
        return used < limit * 0.95
                ? Finding.warning(subject, found, advice)
                : Finding.failure(subject, found, advice + "; posts are refused when it is full");
    }

    private static Finding eviction(String policy) {
        String subject = "redis eviction";
        return policy.equals("noeviction")
                ? Finding.ok(subject, policy)
                : Finding.failure(
                        subject,
                        policy,
                        "CONFIG SET maxmemory-policy noeviction: any other one throws away readings"
                                + " that were answered 202, and access data");
    }

    private static Finding outputBuffer(String limits) {
        String subject = "redis output buffer";
        Matcher pubsub = PUBSUB.matcher(limits.toLowerCase(Locale.ROOT));
        if (!pubsub.find()) {
            return Finding.warning(subject, limits, "no limit for pubsub was found");
        }
        long hard = Long.parseLong(pubsub.group(1));
        return hard == 0 || hard >= PUBSUB_HARD_LIMIT
                ? Finding.ok(subject, pubsub.group())
                : Finding.warning(
                        subject,
                        pubsub.group(),
                        "CONFIG SET client-output-buffer-limit \"pubsub 256mb 64mb 60\": a gateway"
                                + " that pauses is cut off at this limit and has to read the buffers");
    }

    private static Finding persistence(String info, Map<String, String> config) {
        String subject = "redis persistence";
        String sync = config.getOrDefault("appendfsync", "");
        boolean replicas = number(info, "connected_slaves") > 0;
        if (!"yes".equals(config.get("appendonly"))) {
            String advice =
                    "CONFIG SET appendonly yes: readings that were answered 202 are gone with a"
                            + " restart, and open streams get a gap";
            return replicas
                    ? Finding.warning(subject, "none, but replicas", advice)
                    : Finding.failure(subject, "none", advice);
        }
        if (!"ok".equals(value(info, "aof_last_write_status"))
                || !"ok".equals(value(info, "aof_last_bgrewrite_status"))) {
            return Finding.failure(
                    subject,
                    "the append-only file can't be written",
                    "look at Redis' disk and log");
        }
        return sync.equals("no")
                ? Finding.warning(subject, "appendfsync no", "CONFIG SET appendfsync everysec")
                : Finding.ok(subject, "append-only file, " + sync);
    }

    private static String value(String info, String key) {
        return info.lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static long number(String info, String key) {
        String value = value(info, key);
        return value.matches("\\d+") ? Long.parseLong(value) : 0;
    }
}
