package dev.wardcast.sessions.pipeline;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.sessions.analysis.SoundReport;
import dev.wardcast.sessions.audio.AudioStore;
import dev.wardcast.sessions.pipeline.Recognition.AbandonedException;
import dev.wardcast.sessions.progress.Claim;
import dev.wardcast.sessions.progress.Claims;
import dev.wardcast.sessions.progress.Report;
import dev.wardcast.sessions.progress.Reports;
import dev.wardcast.sessions.progress.Worker;
import dev.wardcast.sessions.wav.BrokenRecordingException;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the next recording on and processes it. */
@Singleton
class PipelineWork {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineWork.class);

    /**
     * What failed for a reason that may pass is tried again after that, perhaps by another node.
     */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final String node = "pipeline-" + TimeOrderedIds.next();
    private final Claims claims;
    private final Reports reports;
    private final AudioStore audio;
    private final JsonMapper json;
    private final PipelineSettings settings;

    PipelineWork(
            Claims claims,
            Reports reports,
            AudioStore audio,
            JsonMapper json,
            PipelineSettings settings) {
        this.claims = claims;
        this.reports = reports;
        this.audio = audio;
        this.json = json;
        this.settings = settings;
    }

    /**
     * @param goOn asked again and again: whether this node goes on
     * @return whether there was something to do
     */
    boolean doNext(BooleanSupplier goOn) {
        Actor actor = Actor.service("session-progress");
        Optional<Claim> next = claims.next(node, settings.lease(), actor);
        next.ifPresent(claim -> process(claim, actor, goOn));
        return next.isPresent();
    }

    private void process(Claim claim, Actor actor, BooleanSupplier goOn) {
        try (HeldLease lease = new HeldLease(settings.lease(), () -> claims.hold(claim, node))) {
            ClaimedSteps steps =
                    new ClaimedSteps(
                            claim,
                            new Worker(node, claim.leaseId()),
                            reports,
                            actor,
                            () -> goOn.getAsBoolean() && lease.isHeld());
            steps.ended(outcome(claim, steps));
        } catch (AbandonedException e) {
            LOG.info("Session {} is left to another worker: {}", claim.sessionId(), e.getMessage());
            claims.release(claim, node, Duration.ZERO);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Session {} is tried again later", claim.sessionId(), e);
            claims.release(claim, node, AGAIN);
        }
    }

    private Report outcome(Claim claim, ClaimedSteps steps) throws IOException {
        try (AudioStore.Kept recording = audio.open(claim.sessionId())) {
            SoundReport found =
                    new Recognition(steps).process(recording.content(), recording.bytes());
            return Report.done(summary(found), json.writeValueAsString(found));
        } catch (BrokenRecordingException broken) {
            return Report.failed("The recording can't be processed", broken.reason());
        }
    }

    private static String summary(SoundReport found) {
        long parts = found.partsOfSpeech();
        return String.format(
                Locale.ROOT,
                "Processed: %.1f seconds, %.1f of them speech in %d part%s",
                found.audio().durationSeconds(),
                found.speechSeconds(),
                parts,
                parts == 1 ? "" : "s");
    }
}
