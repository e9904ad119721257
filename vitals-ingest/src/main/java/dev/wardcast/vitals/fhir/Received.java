package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.vitals.fhir.Issue.Code;
import dev.wardcast.vitals.intake.Denial;
import dev.wardcast.vitals.intake.Judgement;
import dev.wardcast.vitals.intake.Poster;
import dev.wardcast.vitals.intake.Reading;
import dev.wardcast.vitals.intake.ReadingIntake;
import io.micronaut.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;

/** What came in and what is thought of it, before anything is kept. */
sealed interface Received {

    /** It can be kept. */
    record Fit(Sample sample) implements Received {}

    /**
     * It can't.
     *
     * @param status as the answer to this one alone
     */
    record Refused(HttpStatus status, List<Issue> issues) implements Received {}

    /** Judges each by itself, in their order. Blocks. */
    static List<Received> all(List<Parsed> parsed, Poster poster, ReadingIntake intake) {
        List<Reading> readings = new ArrayList<>(parsed.size());
        for (Parsed one : parsed) {
            if (one instanceof Parsed.Good good) {
                readings.add(good.reading());
            }
        }
        if (readings.size() < parsed.size()) {
            intake.countRefused("observation", parsed.size() - readings.size());
        }
        List<Judgement> judgements = intake.judge(poster, readings);
        List<Received> received = new ArrayList<>(parsed.size());
        int next = 0;
        for (Parsed one : parsed) {
            received.add(
                    switch (one) {
                        case Parsed.Bad(List<Issue> issues) ->
                                new Refused(HttpStatus.UNPROCESSABLE_ENTITY, issues);
                        case Parsed.Good good -> of(good, judgements.get(next++));
                    });
        }
        return received;
    }

    private static Received of(Parsed.Good good, Judgement judgement) {
        return switch (judgement) {
            case Judgement.Fit(Sample sample) -> new Fit(sample);
            case Judgement.Unfit unfit ->
                    new Refused(
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            unfit.errors().stream().map(good::issue).toList());
            case Judgement.Denied(Denial why) ->
                    new Refused(why.problem().status(), List.of(denied(good, why)));
        };
    }

    private static Issue denied(Parsed.Good good, Denial why) {
        Code code =
                switch (why) {
                    case OTHER_PATIENT, OTHER_DEVICE -> Code.FORBIDDEN;
                    case UNKNOWN_PATIENT -> Code.NOT_FOUND;
                };
        return new Issue(Issue.Severity.ERROR, code, why.message(), good.place(why.field()));
    }
}
