package dev.wardcast.local.doctor;

/**
 * What one look found.
 *
 * @param subject what was looked at, such as {@code redis persistence}
 * @param found what is there, for people
 * @param advice what to do; empty where nothing is
 */
record Finding(String subject, Verdict verdict, String found, String advice) {

    enum Verdict {
        /** As it should be. */
        OK,
        /** Works, and will hurt one day. */
        WARNING,
        /** Does not work, or loses data when something else fails. */
        FAILURE
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, Verdict.OK, found, "");
    }

    static Finding warning(String subject, String found, String advice) {
        return new Finding(subject, Verdict.WARNING, found, advice);
    }

    static Finding failure(String subject, String found, String advice) {
        return new Finding(subject, Verdict.FAILURE, found, advice);
    }
}
