package dev.wardcast.alerts.work;

/** Whose state, of which rule. */
record StateKey(String patientId, String ruleId) {}
