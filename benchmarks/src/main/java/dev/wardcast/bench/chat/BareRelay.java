package dev.wardcast.bench.chat;

import dev.wardcast.bench.load.Publisher;
import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.report.DiskProbe;
import dev.wardcast.bench.subject.Contender;
import dev.wardcast.bench.subject.Setting;
import dev.wardcast.bench.subject.Subject;
import java.util.Map;
import java.util.Optional;

/**
 * The least that relays: what is published goes to whoever is connected to the conversation. No
 * HTTP on the way in, nobody is asked who they are, nothing is stored.
 */
final class BareRelay implements Talk {

    private final Circles circles;
    private final Subject relay;

    BareRelay(Circles circles, int users) {
        this.circles = circles;
        this.relay = Contender.BARE_NETTY.start(new Setting(Transport.SSE, users, circles.count()));
    }

    @Override
    public int port() {
        return relay.port();
    }

    @Override
    public Request stream(int user) {
        int room = circles.of(user);
        return Request.of(Transport.SSE, "/" + room, room, Map.of());
    }

    @Override
    public Publisher publisher() {
        return relay.publisher();
    }

    @Override
    public CpuMeter meter() {
        return new CpuMeter()
                .with("relay", relay.processes().getFirst())
                .with("Redis", relay.helpers().getFirst());
    }

    @Override
    public Optional<DiskProbe> disk() {
        return Optional.empty();
    }

    @Override
    public void close() {
        relay.close();
    }
}
