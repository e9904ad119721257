package dev.wardcast.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place that events are published to and that clients follow. Each room has its own buffer and
 * its own channel in Redis; access is decided for each room.
 *
 * <p>The kinds are sealed: code that treats rooms by kind switches over them without a {@code
 * default}, so that a new kind does not compile until every such place has an answer for it.
 */
public sealed interface Room {

    /** The name on the wire, for instance {@code patient:507f1f77bcf86cd799439011:vitals}. */
    String name();

    /** Events of rooms with the same lane keep their order among one another. */
    default String lane() {
        return name();
    }

    record Patient(String id) implements Room {
        public Patient {
            requireId(id);
        }

        @Override
        public String name() {
            return "patient:" + id;
        }
    }

    record PatientVitals(String id) implements Room {
        public PatientVitals {
            requireId(id);
        }

        @Override
        public String name() {
            return "patient:" + id + ":vitals";
        }
    }

    record PatientAlerts(String id) implements Room {
        public PatientAlerts {
            requireId(id);
        }

        @Override
        public String name() {
            return "patient:" + id + ":alerts";
        }
    }

    /** Whoever is here watches the patient's waveforms; the frames themselves are no events. */
    record PatientWaveform(String id) implements Room {
        public PatientWaveform {
            requireId(id);
        }

        @Override
        public String name() {
            return "patient:" + id + ":waveform";
        }
    }

    record Hospital(String id) implements Room {
        public Hospital {
            requireId(id);
        }

        @Override
        public String name() {
            return "hospital:" + id;
        }
    }

    record HospitalAlerts(String id) implements Room {
        public HospitalAlerts {
            requireId(id);
        }

        @Override
        public String name() {
            return "hospital:" + id + ":alerts";
        }
    }

    record HospitalDevices(String id) implements Room {
        public HospitalDevices {
            requireId(id);
        }

        @Override
        public String name() {
            return "hospital:" + id + ":devices";
        }
    }

    record Device(String type, String id) implements Room {
        public Device {
            requireId(type);
            requireId(id);
        }

        @Override
        public String name() {
            return "device:" + type + ":" + id;
        }
    }

    record DeviceStatus(String type, String id) implements Room {
        public DeviceStatus {
            requireId(type);
            requireId(id);
        }

        @Override
        public String name() {
            return "device:" + type + ":" + id + ":status";
        }
    }

    record SystemAlerts() implements Room {
        @Override
        public String name() {
            return "system:alerts";
        }
    }

    record AdminUpdates() implements Room {
        @Override
        public String name() {
            return "admin:updates";
        }
    }

    record User(String id) implements Room {
        public User {
            requireId(id);
        }

        @Override
        public String name() {
            return "user:" + id;
        }
    }

    /** What everybody is told. */
    record AudienceAll() implements Room {
        @Override
        public String name() {
            return "audience:all";
        }
    }

    /**
     * What everybody with a role is told.
     *
     * @param role its name, such as {@code NURSE}
     */
    record AudienceRole(String role) implements Room {
        public AudienceRole {
            requireId(role);
        }

        @Override
        public String name() {
            return "audience:role:" + role;
        }
    }

    /** What the staff of a hospital is told. */
    record AudienceHospital(String id) implements Room {
        public AudienceHospital {
            requireId(id);
        }

        @Override
        public String name() {
            return "audience:hospital:" + id;
        }
    }

    /**
     * What exactly these users are told, such as those who take part in a conversation. Who is in
     * it never changes: others are another group, so nobody has to be kept from what it was told
     * before. The users' own rooms say that there is one, and nobody chooses it.
     *
     * @param subject what its events belong to; the groups of one subject share a partition, so
     *     that their events have one order
     * @param members digest of the users' ids
     * @param about whom its events are about; {@code null} for nobody
     */
    record Group(String subject, String members, @Nullable About about) implements Room {

        static final String KIND = "group:";

        private static final int DIGEST_BYTES = 16;

        public Group {
            requireId(subject);
            requireId(members);
        }

        /** Whoever may not see so much of the patient (any more) does not get its events. */
        public record About(Sight sight, String patientId) {
            public About {
                requireId(patientId);
            }
        }

        /** What of a patient one has to be allowed to see. */
        public enum Sight {
            RECORD,
            ALERTS;

            private String word() {
                return name().toLowerCase(Locale.ROOT);
            }

            static Sight of(String word) {
                return Arrays.stream(values())
                        .filter(sight -> sight.word().equals(word))
                        .findFirst()
                        .orElseThrow(RoomNames::noSuchRoom);
            }
        }

        /**
         * The group of these users.
         *
         * @param userIds at least one
         */
        public static Group of(String subject, Collection<String> userIds, @Nullable About about) {
            if (userIds.isEmpty()) {
                throw new IllegalArgumentException("members (expected: at least one)");
            }
            byte[] all = String.join("\n", new TreeSet<>(userIds)).getBytes(UTF_8);
            byte[] digest = Arrays.copyOf(sha256(all), DIGEST_BYTES);
            return new Group(
                    subject, Base64.getUrlEncoder().withoutPadding().encodeToString(digest), about);
        }

        /** Whether these are its members, all of them and nobody else. */
        public boolean isOf(Collection<String> userIds) {
            return !userIds.isEmpty() && members.equals(of(subject, userIds, about).members());
        }

        private static byte[] sha256(byte[] text) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(text);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        @Override
        public String name() {
            String name = KIND + subject + ":" + members;
            return about == null
                    ? name
                    : name + ":" + about.sight().word() + ":" + about.patientId();
        }

        @Override
        public String lane() {
            return KIND + subject;
        }
    }

    /**
     * What services told users themselves, for whoever keeps the record of it; nobody follows it.
     * It is a queue rather than a stream, so its buffer keeps far more than those of other rooms.
     */
    record Notices() implements Room {

        /** How long they are kept at least, up to 100,000 of them. */
        public static final Duration KEPT = Duration.ofDays(8);

        @Override
        public String name() {
            return "system:notices";
        }
    }

    record Session(String id) implements Room {
        public Session {
            requireId(id);
        }

        @Override
        public String name() {
            return "session:" + id;
        }
    }

    /**
     * What an id may look like, whether we made it or it came from outside. Not {@code .} or {@code
     * ..}: an id stands in paths, and those would be other paths.
     */
    Pattern ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}");

    /**
     * Whether it {@linkplain #ID may be an id}. By hand, because every event and each of its rooms
     * is asked.
     */
    static boolean isId(String text) {
        int length = text.length();
        if (length == 0 || length > 64 || text.equals(".") || text.equals("..")) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean good =
                    (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || (c >= 'A' && c <= 'Z')
                            || c == '-'
                            || c == '.'
                            || c == '_';
            if (!good) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a room name.
     *
     * @throws IllegalArgumentException if there is no room of that form; the message says what is
     *     expected and does not repeat control characters
     */
    static Room parse(String name) {
        return RoomNames.parse(name);
    }

    private static void requireId(String id) {
        if (!isId(id)) {
            throw new IllegalArgumentException("id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
    }
}
