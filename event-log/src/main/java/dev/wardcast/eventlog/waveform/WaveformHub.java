package dev.wardcast.eventlog.waveform;

import dev.wardcast.eventlog.waveform.WaveformLink.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The ear of a node for waveforms: one subscription for each patient that somebody here watches,
 * one connection for each partition. Nothing is heard of anybody else.
 */
public final class WaveformHub implements AutoCloseable {

    private final WaveformLog log;
    private final UnaryOperator<byte[]> renderer;
    private final List<Partition> partitions = new ArrayList<>();

    /**
     * @param renderer makes of a frame what viewers get who want it as it is
     * @param check how often a connection is asked whether it is one
     */
    public WaveformHub(WaveformLog log, UnaryOperator<byte[]> renderer, Duration check) {
        this.log = log;
        this.renderer = renderer;
        for (int i = 0; i < log.keys().count(); i++) {
            partitions.add(new Partition(i, check));
        }
    }

    public void start() {
        partitions.forEach(partition -> partition.link.start());
    }

    /** To be closed when the viewer is gone; gets nothing that is heard after that. */
    public interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    public Watching watch(String patient, WaveformViewer viewer) {
        return partitions.get(log.keys().partitionOf(patient)).watch(patient, viewer);
    }

    /** Patients whom somebody on this node watches. */
    public int patients() {
        return partitions.stream().mapToInt(partition -> partition.watched.size()).sum();
    }

    @Override
    public void close() {
        partitions.forEach(partition -> partition.link.close());
    }

    private final class Partition implements WaveformLink.Listener {

        private final int number;
        private final WaveformLink link;
        private final Map<String, WatchedPatient> watched = new ConcurrentHashMap<>();
        private @Nullable Session session;

        Partition(int number, Duration check) {
            this.number = number;
            this.link = new WaveformLink(log.redis(), number, check, this);
        }

        // Under one lock, so that subscribing and unsubscribing reach Redis in the order in which
        // they were decided.

        synchronized Watching watch(String patient, WaveformViewer viewer) {
            WatchedPatient there = watched.get(patient);
            if (there == null) {
                WatchedPatient fresh = new WatchedPatient(renderer);
                fresh.add(viewer);
                watched.put(patient, fresh);
                if (session != null) {
                    listen(session, Map.of(patient, fresh));
                }
                return () -> leave(patient, fresh, viewer);
            }
            there.add(viewer);
            return () -> leave(patient, there, viewer);
        }

        private synchronized void leave(
                String patient, WatchedPatient there, WaveformViewer viewer) {
            if (there.remove(viewer) && watched.remove(patient, there) && session != null) {
                session.stopListeningTo(log.keys().channel(patient));
            }
        }

        @Override
        public synchronized void connected(Session fresh) {
            session = fresh;
            listen(fresh, Map.copyOf(watched));
        }

        @Override
        public synchronized void disconnected(Session old) {
            session = null;
            watched.values().forEach(WatchedPatient::deaf);
        }

        private void listen(Session to, Map<String, WatchedPatient> patients) {
            if (patients.isEmpty()) {
                return;
            }
            List<String> channels =
                    patients.keySet().stream().map(patient -> log.keys().channel(patient)).toList();
            var heard = to.listenTo(channels);
            patients.forEach((patient, there) -> {
                int reading = there.reading();
                heard.thenCompose(listening -> log.recent(patient))
                        .whenComplete((buffer, failure) -> {
                            if (failure == null) {
                                there.caughtUp(reading, buffer);
                            } else {
                                to.abandon(String.valueOf(failure.getMessage()));
                            }
                        });
            });
        }

        @Override
        public void heard(String channel, byte[] message) {
            WatchedPatient there = watched.get(log.keys().patientOf(number, channel));
            if (there != null) {
                there.heard(message);
            }
        }
    }
}
