package dev.wardcast.local.doctor;

import dev.wardcast.kit.service.Migrations;
import java.util.List;
import java.util.Map;

/** Whether each schema is what this release expects. */
record MigrationCheck(String databaseUrl) implements Check {

    @Override
    public String subject() {
        return "schemas";
    }

    @Override
    public List<Finding> examine() {
        return Migrations.of(Map.of("wardcast.database-url", databaseUrl)).states().stream()
                .map(MigrationCheck::judge)
                .toList();
    }

    static Finding judge(Migrations.State state) {
        String subject = "schema " + state.schema();
        if (!state.failed().isEmpty()) {
            return Finding.failure(
                    subject,
                    "migration " + String.join(", ", state.failed()) + " failed",
                    "see the log of the service that ran it, mend the cause, and start it again");
        }
        if (!state.unknown().isEmpty()) {
            return Finding.failure(
                    subject,
                    "has "
                            + String.join(", ", state.unknown())
                            + ", which this release does not know",
                    "use the release that was here last, or restore the backup from before it");
        }
        return state.pending().isEmpty()
                ? Finding.ok(subject, state.applied() + " migrations")
                : Finding.failure(
                        subject,
                        state.pending().size() + " migrations are missing",
                        "start the service with --migrate, or without: it does so by itself");
    }
}
