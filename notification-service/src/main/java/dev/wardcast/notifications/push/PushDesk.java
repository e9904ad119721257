package dev.wardcast.notifications.push;

import dev.wardcast.kit.presence.OnlineUsers;
import dev.wardcast.notifications.push.PushSender.Outcome;
import dev.wardcast.notifications.push.PushWork.Job;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what becomes of each that is due. Blocks; for virtual threads. */
@Singleton
class PushDesk {

    private static final Logger LOG = LoggerFactory.getLogger(PushDesk.class);

    private final PushWork work;
    private final Subscriptions subscriptions;
    private final PushSender sender;
    private final Messenger messenger;
    private final OnlineUsers online;
    private final MeterRegistry meters;
    private final PushSettings settings;

    PushDesk(
            PushWork work,
            Subscriptions subscriptions,
            PushSender sender,
            Messenger messenger,
            OnlineUsers online,
            MeterRegistry meters,
            PushSettings settings) {
        this.work = work;
        this.subscriptions = subscriptions;
        this.sender = sender;
        this.messenger = messenger;
        this.online = online;
        this.meters = meters;
        this.settings = settings;
    }

    /**
     * @throws RuntimeException while nobody can say who has a stream open; nothing is lost then
     */
    void deal(Job job) throws InterruptedException {
        Set<String> watching = online.among(List.of(job.userId())).toCompletableFuture().join();
        if (watching.contains(job.userId())) {
            work.done(job);
            count(job, "unneeded");
        } else if (job.subscriptionId() == null) {
            message(job);
        } else {
            push(job, job.subscriptionId());
        }
    }

    private void message(Job job) {
        try {
            messenger.send(job.userId(), job.kind());
            work.done(job);
            count(job, "messaged");
        } catch (RuntimeException failed) {
            later(job, failed.getClass().getSimpleName(), Optional.empty());
        }
    }

    private void push(Job job, String subscriptionId) throws InterruptedException {
        Optional<PushTarget> target = subscriptions.target(subscriptionId);
        if (target.isEmpty()) {
            work.done(job);
            return;
        }
        switch (sender.send(target.get(), job.kind())) {
            case Outcome.Taken ignored -> {
                work.done(job);
                count(job, "sent");
            }
            case Outcome.Gone ignored -> {
                subscriptions.forget(subscriptionId);
                count(job, "expired");
            }
            case Outcome.Refused refused -> {
                work.done(job);
                count(job, "refused");
                LOG.warn("push to subscription {}: refused, {}", subscriptionId, refused.why());
            }
            case Outcome.NotNow away -> later(job, away.why(), away.pause());
        }
    }

    private void later(Job job, String why, Optional<Duration> asked) {
        if (job.attempts() >= settings.attempts()) {
            work.done(job);
            count(job, "given_up");
            LOG.warn("push {} for user {}: given up, {}", job.id(), job.userId(), why);
            return;
        }
        Duration usual = settings.retry().multipliedBy(1L << Math.min(job.attempts() - 1, 10));
        Duration pause = asked.filter(wanted -> wanted.compareTo(usual) > 0).orElse(usual);
        work.again(job, pause);
        count(job, "put_off");
    }

    private void count(Job job, String result) {
        meters.counter("wardcast.push", "kind", job.kind().name(), "result", result).increment();
    }
}
