package dev.wardcast.sessions.projection;

/** Whose session it is; that never changes. */
record Owned(String sessionId, String patientId) {}
