package dev.wardcast.kit.audit;

/** What can be done that the audit speaks of. The names are stored, so they are never reused. */
public enum AuditAction {
    SIGN_IN,
    SIGN_IN_REFUSED,
    LOCKED_OUT,
    SIGN_OUT,
    /** A refresh token came twice; its family has ended. */
    REFRESH_REUSED,
    /** A one-time ticket or a token was given to somebody. */
    TOKEN_ISSUED,

    USER_CHANGED,
    PATIENT_CHANGED,
    HOSPITAL_CHANGED,
    GRANT_GIVEN,
    GRANT_REVOKED,
    ADMITTED,
    DISCHARGED,
    STAFF_ADDED,
    STAFF_REMOVED,
    ASSIGNED,
    UNASSIGNED,
    BREAK_GLASS_STARTED,
    BREAK_GLASS_ENDED,

    DEVICE_REGISTERED,
    DEVICE_REBOUND,
    DEVICE_REVOKED,
    DEVICE_KEY_ROTATED,
    /** A key that tokens are signed with. */
    KEY_ROTATED,
    SERVICE_ACCOUNT_CHANGED,

    PATIENT_READ,
    PATIENT_SEARCHED,

    SESSION_UPLOADED,
    /** A pipeline said how far the processing of a session is. */
    SESSION_REPORTED,
    /** A pipeline took a session on. */
    SESSION_CLAIMED,
    /** Somebody had a session processed again that had failed. */
    SESSION_RETRIED,

    CONVERSATION_STARTED,
    PARTICIPANT_ADDED,
    PARTICIPANT_REMOVED,
    MESSAGE_SENT,
    MESSAGE_EDITED,
    MESSAGE_DELETED,

    ALERT_RAISED,
    ALERT_ACKNOWLEDGED,
    ALERT_SNOOZED,
    ALERT_ASSIGNED,
    ALERT_RESOLVED,
    ALERT_COMMENTED,
    APPOINTMENT_CHANGED,

    RULE_CHANGED,
    POLICY_CHANGED,

    STREAM_OPENED,
    /** An open stream got another room. */
    ROOM_JOINED,
    STREAM_CLOSED,
    /** Events of patients that went to a user within a minute. */
    DELIVERED,

    /** Somebody had no role for a route; {@code resource_id} says which. */
    REFUSED,

    AUDIT_SEARCHED,
    /** Entries that could not be kept; {@code detail} says how many. */
    ENTRIES_LOST
}
