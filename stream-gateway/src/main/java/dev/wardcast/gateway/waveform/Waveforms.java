package dev.wardcast.gateway.waveform;

import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.waveform.WaveformHub;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.stream.OpenStreams;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whoever is in a patient's waveform room watches, for as long as they are there. So access, tokens
 * and presence are those of rooms; only the frames take another way.
 */
@Singleton
public final class Waveforms implements OpenStreams.Watcher {

    private record Place(StreamViewer viewer, WaveformHub.Watching watching) {}

    private final WaveformHub hub;
    private final WaveformStats stats;
    private final int backlog;
    private final Map<ClientStream, Place> places = new ConcurrentHashMap<>();

    Waveforms(
            OpenStreams open,
            WaveformHub hub,
            WaveformStats stats,
            GatewayConfiguration configuration) {
        this.hub = hub;
        this.stats = stats;
        this.backlog = configuration.getWaveformBacklog();
        stats.watch(places::size, hub::patients);
        open.watch(this);
    }

    /** Whoever watches on this stream, if somebody does. */
    public Optional<StreamViewer> of(ClientStream stream) {
        return Optional.ofNullable(places.get(stream)).map(Place::viewer);
    }

    @Override
    public void joined(ClientStream stream, Room room) {
        if (room instanceof Room.PatientWaveform(String patient)) {
            StreamViewer viewer = new StreamViewer(stream, patient, backlog, stats);
            places.put(stream, new Place(viewer, hub.watch(patient, viewer)));
        }
    }

    @Override
    public void left(ClientStream stream, Room room) {
        if (room instanceof Room.PatientWaveform) {
            Place place = places.remove(stream);
            if (place != null) {
                place.watching().close();
            }
        }
    }
}
