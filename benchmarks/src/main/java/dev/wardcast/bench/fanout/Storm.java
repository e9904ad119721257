package dev.wardcast.bench.fanout;

import dev.wardcast.bench.load.Load;
import dev.wardcast.bench.load.Receiver;
import dev.wardcast.bench.load.Recovery;
import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.report.ProcFs;
import dev.wardcast.bench.subject.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** All clients of a room are cut off at once, miss something, and come back at once. */
final class Storm {

    /** So that each client has an id of an event to come back with. */
    static final int HEARD = 5;

    /** More than a gateway keeps of a room in memory: somebody has to ask Redis. */
    static final int MISSED = 200;

    /** Events a second while the clients come back. */
    static final int RATE = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Subject subject;
    private final Receiver receiver;
    private final Load load;
    private final List<Request> requests;

    Storm(Subject subject, Receiver receiver, Load load, int clients) {
        this.subject = subject;
        this.receiver = receiver;
        this.load = load;
        // Who comes back has a token already; signing it is not the storm's work.
        this.requests = IntStream.range(0, clients).mapToObj(subject::request).toList();
    }

    Request request(int client) {
        return requests.get(client);
    }

    /**
     * With all clients connected. The first time is the warm-up: a good third of a fresh JVM's CPU
     * time is compiling then. It is told apart.
     */
    Map<Metric, Double> run() throws InterruptedException {
        double first = once().getOrDefault(Metric.RECOVERED, 0.0);
        Map<Metric, Double> values = once();
        values.put(Metric.FIRST_RECOVERED, first);
        return values;
    }

    private Map<Metric, Double> once() throws InterruptedException {
        receiver.keepPositions().join();
        load.publish(HEARD);
        load.awaitAll();
        receiver.cut().join();
        awaitNobody();
        load.publish(MISSED);

        long readings = subject.readingsOfTheLog();
        Usage before = Usage.now(subject, receiver);
        CompletableFuture<Recovery> comeback =
                receiver.comeBack(this::request, load::newestTaken)
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        load.publishUntil(comeback, RATE);
        Map<Metric, Double> values = before.until(Usage.now(subject, receiver));
        values.put(Metric.READINGS, (double) (subject.readingsOfTheLog() - readings));
        // What was published last is checked too, though nobody is timed by it.
        load.awaitAll();

        Recovery recovery = comeback.join();
        values.put(Metric.RECOVERED, seconds(recovery.all()));
        values.put(Metric.HALF_RECOVERED, seconds(recovery.half()));
        values.put(Metric.ANSWERED, seconds(recovery.answered()));
        double serverNanos = values.getOrDefault(Metric.SERVER_CPU, 0.0) * recovery.all().toNanos();
        values.put(Metric.CPU_PER_CLIENT, serverNanos / requests.size() / 1e6);
        return values;
    }

    /** Until the server has seen that all are gone: what it would send to the gone is no matter. */
    private void awaitNobody() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ProcFs.abandonedConnections(subject.port()) > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the server does not close what its clients left");
            }
            Thread.sleep(LOOK);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
