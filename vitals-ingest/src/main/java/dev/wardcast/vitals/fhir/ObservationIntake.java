package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.vitals.fhir.Issue.Code;
import dev.wardcast.vitals.fhir.Issue.Severity;
import dev.wardcast.vitals.history.ReadingId;
import dev.wardcast.vitals.intake.Poster;
import dev.wardcast.vitals.intake.ReadingIntake;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** From judged Observations to durable ones. Blocks where it judges; for virtual threads. */
@Singleton
final class ObservationIntake {

    private final ReadingIntake intake;
    private final FhirBase base;

    ObservationIntake(ReadingIntake intake, FhirBase base) {
        this.intake = intake;
        this.base = base;
    }

    CompletionStage<Entry> one(Parsed parsed, Poster poster) {
        return keep(poster, Received.all(List.of(parsed), poster, intake))
                .thenApply(List::getFirst);
    }

    /**
     * @throws OutcomeException for a transaction that can't be kept whole; nothing was kept then
     */
    CompletionStage<List<Entry>> all(BundleReader.Bundle bundle, Poster poster) {
        List<Received> received = Received.all(bundle.entries(), poster, intake);
        if (bundle.together()) {
            try {
                requireAll(received);
            } catch (OutcomeException refusal) {
                intake.countRefused("transaction", fit(received).size());
                throw refusal;
            }
        }
        return keep(poster, received);
    }

    /** What is to be kept together has to lie together, and a patient is in one place. */
    private static void requireAll(List<Received> received) {
        List<Issue> issues = new ArrayList<>();
        boolean forbidden = true;
        for (Received one : received) {
            if (one instanceof Received.Refused(HttpStatus status, List<Issue> why)) {
                issues.addAll(why);
                forbidden &= status == HttpStatus.FORBIDDEN;
            }
        }
        if (!issues.isEmpty()) {
            throw new OutcomeException(
                    forbidden ? HttpStatus.FORBIDDEN : HttpStatus.UNPROCESSABLE_ENTITY, issues);
        }
        long patients = fit(received).stream().map(Sample::patientId).distinct().count();
        if (patients > 1) {
            throw new OutcomeException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    List.of(
                            new Issue(
                                    Severity.ERROR,
                                    Code.NOT_SUPPORTED,
                                    patients
                                            + " patients (expected: 1 in a transaction; a batch"
                                            + " takes several)",
                                    "Bundle.entry.resource.subject")));
        }
    }

    private CompletionStage<List<Entry>> keep(Poster poster, List<Received> received) {
        List<Sample> fit = fit(received);
        return (fit.isEmpty()
                        ? CompletableFuture.completedStage(List.<Optional<String>>of())
                        : intake.keep(poster, fit))
                .thenApply(ids -> entries(received, ids.iterator()));
    }

    private static List<Sample> fit(List<Received> received) {
        List<Sample> samples = new ArrayList<>(received.size());
        for (Received one : received) {
            if (one instanceof Received.Fit(Sample sample)) {
                samples.add(sample);
            }
        }
        return samples;
    }

    private List<Entry> entries(List<Received> received, Iterator<Optional<String>> ids) {
        List<Entry> entries = new ArrayList<>(received.size());
        for (Received one : received) {
            entries.add(
                    switch (one) {
                        case Received.Refused(HttpStatus status, List<Issue> issues) ->
                                new Entry.Refused(status, issues);
                        case Received.Fit(Sample sample) ->
                                ids.next()
                                        .map(id -> kept(sample, id))
                                        .orElseGet(Entry.Repeated::new);
                    });
        }
        return entries;
    }

    private Entry kept(Sample sample, String entryId) {
        ReadingId id = ReadingId.of(sample.patientId(), entryId);
        return new Entry.Kept(sample, id, base.observation(id));
    }
}
