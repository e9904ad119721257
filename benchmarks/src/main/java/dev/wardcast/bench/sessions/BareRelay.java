package dev.wardcast.bench.sessions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.subject.Contender;
import dev.wardcast.bench.subject.Setting;
import dev.wardcast.bench.subject.Subject;

/**
 * The least that telling somebody costs: Redis {@code PUBLISH}, and Netty that passes on what it
 * hears. Nothing is stored, checked or remembered.
 */
final class BareRelay implements Chain {

    private final Subject subject;
    private final CpuMeter meter = new CpuMeter();
    private int number;

    BareRelay(SessionsSettings settings) {
        subject =
                Contender.BARE_NETTY.start(
                        new Setting(Transport.SSE, settings.watchers(), settings.sessions()));
        subject.processes().forEach(pid -> meter.with("relay", pid));
        subject.helpers().forEach(pid -> meter.with("Redis", pid));
    }

    @Override
    public int port() {
        return subject.port();
    }

    @Override
    public Request watch(int watcher, int session) {
        return subject.request(session);
    }

    @Override
    public void report(int session, int progress, String message) {
        String data =
                "{\"session_id\":\"bench-%d\",\"status\":\"transcribing\",\"progress\":%d,\"message\":\"%s\"}"
                        .formatted(session, progress, message);
        subject.publisher().publish(session, number++, data.getBytes(US_ASCII));
    }

    @Override
    public void requireSound() {
        // What is published is not answered; watchers count what they get.
    }

    @Override
    public CpuMeter meter() {
        return meter;
    }

    @Override
    public void close() {
        subject.close();
    }
}
