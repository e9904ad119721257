package dev.wardcast.bench.chat;

import dev.wardcast.bench.load.Publisher;
import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.report.DiskProbe;
import java.util.Optional;

/** Who carries the messages. */
interface Talk extends AutoCloseable {

    /** Where streams are had, on 127.0.0.1. */
    int port();

    /** What the stream of this user asks for. */
    Request stream(int user);

    /** The way in; the room of an event is the conversation. */
    Publisher publisher();

    CpuMeter meter();

    /** Of the disk that keeps the messages, where they are kept. */
    Optional<DiskProbe> disk();

    @Override
    void close();
}
