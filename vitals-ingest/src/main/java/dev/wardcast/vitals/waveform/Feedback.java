package dev.wardcast.vitals.waveform;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * What a device is told about its frames. Acknowledgements are cumulative and a command is a state,
 * so a device that does not read is not written to: the newest of both is told once it reads. On
 * the connection's loop.
 */
final class Feedback {

    private static final long PROBE_MILLIS = 500;

    /** While this node is crowded. */
    private static final int SMALL_CREDIT = 4;

    private final Channel channel;
    private final FlowControl flow;
    private final DeviceHost host;
    private long sequence;
    private int unacknowledged;
    private long lost;
    private long repeated;
    private boolean waiting;
    private boolean paused;
    private boolean pauseTold;
    private boolean stopped;

    Feedback(Channel channel, FlowControl flow, DeviceHost host) {
        this.channel = channel;
        this.flow = flow;
        this.host = host;
    }

    void welcome() {
        write(DeviceMessages.welcome(host.settings().window(), host.settings().bytesPerSecond()));
    }

    void passed(Forwarder.Batch batch) {
        sequence = batch.last();
        unacknowledged += batch.frames();
        lost += batch.lost();
        repeated += batch.repeated();
        if (batch.lost() > 0 && !paused) {
            paused = true;
            probeLater();
        }
        tell();
    }

    void stop() {
        stopped = true;
    }

    /** Tells what has not been told, if it is time and the device reads. */
    void tell() {
        if (stopped || !channel.isWritable()) {
            return;
        }
        if (paused != pauseTold) {
            pauseTold = paused;
            write(DeviceMessages.command(paused ? "pause" : "resume"));
        }
        if (unacknowledged == 0 || waiting) {
            return;
        }
        long wait = flow.waitNanos(System.nanoTime());
        if (wait > 0) {
            waiting = true;
            channel.eventLoop()
                    .schedule(
                            () -> {
                                waiting = false;
                                tell();
                            },
                            wait,
                            TimeUnit.NANOSECONDS);
            return;
        }
        flow.acknowledged(unacknowledged);
        unacknowledged = 0;
        int window = host.settings().window();
        int credit = host.inFlight().isCrowded() ? Math.min(SMALL_CREDIT, window) : window;
        write(DeviceMessages.ack(sequence, credit, lost, repeated));
    }

    private void probeLater() {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (!stopped) {
                                probe();
                            }
                        },
                        PROBE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private void probe() {
        host.log()
                .answers()
                .thenAccept(answers ->
                        channel.eventLoop()
                                .execute(() -> {
                                    if (answers) {
                                        paused = false;
                                        tell();
                                    } else {
                                        probeLater();
                                    }
                                }));
    }

    void write(byte[] frame) {
        if (channel.isWritable()) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
        }
    }
}
