package dev.wardcast.testsupport;

import com.nimbusds.jose.jwk.ECKey;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What access-service would have made known, for the tests of other services: a key set, tokens
 * that are good with it, and documents about users and patients in Redis. Every id is new.
 */
public final class AccessWorld implements AutoCloseable {

    private static final String PREFIX = "wc:access:";
    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(10);

    private final RedisClient redis;
    private final StatefulRedisConnection<String, String> connection;
    private final TestTokens tokens = new TestTokens();
    private final Map<String, ProjectedUser> users = new ConcurrentHashMap<>();

    /** Someone with a token. */
    public record Person(String id, String token) {}

    public AccessWorld(String redisUrl) {
        redis = RedisClient.create(redisUrl);
        connection = redis.connect();
        put("ready", UUID.randomUUID().toString());
    }

    public String jwksUrl() {
        return tokens.keysUrl();
    }

    /** A patient in no hospital. */
    public String patient() {
        String id = "patient-" + UUID.randomUUID();
        put("patient:" + id, "{\"hospitals\":[]}");
        return id;
    }

    public String hospital() {
        String id = "hospital-" + UUID.randomUUID();
        put("hospital:" + id, "{\"id\":\"%s\"}".formatted(id));
        return id;
    }

    public String patientIn(String hospital) {
        String id = "patient-" + UUID.randomUUID();
        put("patient:" + id, "{\"hospitals\":[" + quoted(hospital) + "]}");
        return id;
    }

    /** A device of this patient. */
    public String device(String type, String patient) {
        String id = "device-" + UUID.randomUUID();
        put("device:" + type + ":" + id, device(type, id, patient));
        return id;
    }

    private static String device(String type, String id, String patient, String... former) {
        return """
        {"status":"ACTIVE","type":"%s","id":"%s","patient_id":"%s","former":%s}\
        """
                .formatted(type, id, patient, list(Stream.of(former).map(AccessWorld::quoted)));
    }

    /** A session of this patient, as session-progress would have made it known. */
    public String session(String patient) {
        String id = UUID.randomUUID().toString();
        connection.sync().set("wc:session:" + id, "{\"patient_id\":\"%s\"}".formatted(patient));
        connection.sync().set("wc:sessions:ready", UUID.randomUUID().toString());
        return id;
    }

    /** An active user with these roles and nobody to care for. */
    public Person with(String... roles) {
        return person(List.of(roles), null, List.of(), List.of());
    }

    public Person patientThemself(String patient) {
        return person(List.of("PATIENT"), patient, List.of(), List.of());
    }

    public Person therapistOf(String... patients) {
        return person(List.of("THERAPIST"), null, List.of(), List.of(patients));
    }

    public Person caregiverOf(String... patients) {
        return person(List.of("CAREGIVER"), null, List.of(patients), List.of());
    }

    /** A patient who has a grant to other patients. */
    public Person patientAndCaregiver(String themself, String... others) {
        return person(List.of("PATIENT", "CAREGIVER"), themself, List.of(others), List.of());
    }

    /** Staff of a hospital. */
    public Person staff(String hospital, String... roles) {
        return person(
                new ProjectedUser(
                        List.of(roles), null, List.of(), List.of(), List.of(hospital), List.of()));
    }

    public Person dispatcherOf(String hospital) {
        return staff(hospital, "DISPATCHER");
    }

    private Person person(
            List<String> roles,
            @Nullable String patient,
            List<String> grants,
            List<String> treated) {
        return person(new ProjectedUser(roles, patient, grants, treated, List.of(), List.of()));
    }

    private Person person(ProjectedUser user) {
        String id = "user-" + UUID.randomUUID();
        users.put(id, user);
        put("user:" + id, user.document("ACTIVE"));
        return new Person(id, tokens.token(id, user.roles(), DEFAULT_LIFE));
    }

    // --- what changes later; announced as access-service would

    /** These are the patients whom the caregiver has from now on. */
    public void grantOnly(Person caregiver, String... patients) {
        change(caregiver, user(caregiver).caringFor(List.of(patients)), "ACTIVE");
    }

    /** These are the hospitals where the person works from now on. */
    public void employOnly(Person person, String... hospitals) {
        change(person, user(person).workingIn(List.of(hospitals)), "ACTIVE");
    }

    /** As a logout does. */
    public void endSession(Person person) {
        revoke("session:" + person.id() + ":" + TestTokens.session(person.id()));
    }

    /** Withdraws the key that all tokens of this world are signed with. */
    public void withdrawKey() {
        revoke("key:" + tokens.key().getKeyID());
    }

    private void revoke(String what) {
        put("revoked:" + what, "{\"version\":1}");
        connection.sync().publish(PREFIX + "changes", "revoked:" + what);
    }

    /** These are the patients whom the therapist has from now on. */
    public void assignOnly(Person therapist, String... patients) {
        change(therapist, user(therapist).treating(List.of(patients)), "ACTIVE");
    }

    /** These are the patients whom the person has emergency access to from now on. */
    public void helpOnly(Person person, String... patients) {
        change(person, user(person).helping(List.of(patients)), "ACTIVE");
    }

    /** These are the roles that the person really has from now on, whatever the token says. */
    public void haveOnly(Person person, String... roles) {
        change(person, user(person).with(List.of(roles)), "ACTIVE");
    }

    /** These are the hospitals where the patient is from now on. */
    public void admitOnly(String patient, String... hospitals) {
        String there = list(Stream.of(hospitals).map(AccessWorld::quoted));
        put("patient:" + patient, "{\"hospitals\":%s}".formatted(there));
        announce("patient:" + patient);
    }

    /** The device is this patient's from now on; the former one's readings are in its room. */
    public void bind(String type, String id, String patient, String former) {
        put("device:" + type + ":" + id, device(type, id, patient, former));
        announce("device");
        announce("everything");
    }

    public void suspend(Person person) {
        change(person, user(person), "SUSPENDED");
    }

    private ProjectedUser user(Person person) {
        return Objects.requireNonNull(users.get(person.id()), "a person of this world");
    }

    private void change(Person person, ProjectedUser now, String status) {
        users.put(person.id(), now);
        put("user:" + person.id(), now.document(status));
        announce("user:" + person.id());
    }

    private void announce(String change) {
        connection.sync().publish(PREFIX + "changes", change);
    }

    // --- tokens

    /** With the private part, for tokens that nobody should take. */
    public ECKey signingKey() {
        return tokens.key();
    }

    /** The same person with another token, which lives so long. */
    public Person withTokenFor(Person person, Duration life) {
        return new Person(person.id(), tokens.token(person.id(), user(person).roles(), life));
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    static String list(Stream<String> items) {
        return items.collect(Collectors.joining(",", "[", "]"));
    }

    /** What was published to a room and is in its buffer, in its order. */
    public List<Published> published(String room) {
        return connection.sync().xrange("wc:{log0}:buffer:" + room, Range.unbounded()).stream()
                .map(entry -> Published.parse(room, entry))
                .toList();
    }

    /**
     * What a stream with the user's own room brings of what is in the buffers, in its order: the
     * room and the groups that the user is in.
     */
    public List<Published> toldTo(Person user) {
        List<String> groups = connection.sync().zrange("wc:{log0}:groups:" + user.id(), 0, -1);
        return Stream.concat(Stream.of("user:" + user.id()), groups.stream())
                .flatMap(room -> published(room).stream())
                .filter(event -> !event.type().equals("user.group"))
                .sorted(Comparator.comparingLong(Published::clock))
                .toList();
    }

    /**
     * An event in a room's buffer.
     *
     * @param clock its place among the events of all rooms
     * @param data JSON as it goes to clients
     */
    public record Published(String room, long clock, String id, String type, String data) {
        private static Published parse(String room, StreamMessage<String, String> entry) {
            String[] lines = entry.getBody().getOrDefault("e", "").split("\n", 2);
            String[] header = lines[0].split(" ");
            long clock = Long.parseLong(entry.getId().split("-")[0]);
            return new Published(room, clock, header[0], header[1], lines[1]);
        }
    }

    private void put(String key, String value) {
        connection.sync().set(PREFIX + key, value);
    }

    @Override
    public void close() {
        tokens.close();
        connection.close();
        redis.shutdown();
    }
}
