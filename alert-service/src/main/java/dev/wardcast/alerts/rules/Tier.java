package dev.wardcast.alerts.rules;

/** How urgent, in rising order. IEC 60601-1-8 calls them low, medium and high priority. */
public enum Tier {
    INFO,
    WARNING,
    CRITICAL;

    public boolean above(Tier other) {
        return compareTo(other) > 0;
    }
}
