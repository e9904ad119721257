package dev.wardcast.vitals.fhir;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.vitals.intake.Reading;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an Observation turned out to be. */
sealed interface Parsed {

    /**
     * @param places where each field of the reading came from, by its name in our own format
     * @param unit of its values
     */
    record Good(Reading reading, Map<String, String> places, String unit) implements Parsed {

        /** The same error in FHIR's words. */
        Issue issue(FieldError error) {
            @Nullable String place = places.get(error.field());
            boolean measured = error.field().startsWith("values.");
            return new Issue(
                    Issue.Severity.ERROR,
                    Issue.Code.VALUE,
                    error.message().replace("values.", "") + (measured ? ", in " + unit : ""),
                    place);
        }

        String place(String field) {
            return places.getOrDefault(field, "Observation");
        }
    }

    /**
     * @param issues at least one
     */
    record Bad(List<Issue> issues) implements Parsed {}
}
