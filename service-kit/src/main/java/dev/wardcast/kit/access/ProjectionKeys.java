package dev.wardcast.kit.access;

/**
 * Names in Redis: access-service writes there, every service reads. Those of sessions are written
 * by session-progress, and apart from the rest: their number grows with the years, and who goes
 * through {@link #EVERY_KEY} does not have to go through them.
 */
public final class ProjectionKeys {

    private static final String PREFIX = "wc:access:";

    /** Present once the projection is complete; its value is different after each rebuild. */
    public static final String READY = PREFIX + "ready";

    /** The ids of all patients. */
    public static final String PATIENTS = PREFIX + "patients";

    /** Every key of the projection, as a pattern for {@code SCAN}. */
    public static final String EVERY_KEY = PREFIX + "*";

    /**
     * Announces changes, after the documents were written: {@code user:{id}}, {@code patient:{id}},
     * {@code hospital:{id}}, {@code device}, {@code revoked:{id}} or {@code everything}.
     */
    public static final String CHANGES = PREFIX + "changes";

    private static final String SESSION_PREFIX = "wc:session:";

    /** Present once every session is there. */
    public static final String SESSIONS_READY = "wc:sessions:ready";

    private ProjectionKeys() {}

    public static String user(String id) {
        return PREFIX + "user:" + id;
    }

    public static String patient(String id) {
        return PREFIX + "patient:" + id;
    }

    public static String hospital(String id) {
        return PREFIX + "hospital:" + id;
    }

    public static String device(String type, String id) {
        return device(type + ":" + id);
    }

    /**
     * @param typeAndId with a colon between
     */
    public static String device(String typeAndId) {
        return PREFIX + "device:" + typeAndId;
    }

    /**
     * @param digest SHA-256 of the key in lower-case hex
     */
    public static String deviceKey(String digest) {
        return PREFIX + "device-key:" + digest;
    }

    /**
     * Present while what {@link Revocations} names is worth nothing any more.
     *
     * @param id as {@link Revocations} makes it
     */
    public static String revoked(String id) {
        return PREFIX + "revoked:" + id;
    }

    /**
     * @param list {@code hospital:{id}}, {@code patient:{id}} or {@code admins}
     */
    public static String people(String list) {
        return PREFIX + "people:" + list;
    }

    public static String session(String id) {
        return SESSION_PREFIX + id;
    }
}
