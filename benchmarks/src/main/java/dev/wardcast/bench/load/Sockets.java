package dev.wardcast.bench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/** Client sockets on the loopback network and one epoll set. Belongs to one thread. */
final class Sockets implements AutoCloseable {

    private static final int EVENTS_AT_ONCE = 1_024;
    private static final int LOOPBACK = 127 << 24;

    /** A source address has 28,000 ports or so; with several, closed ones don't run short. */
    private static final int SOURCES = 8;

    private static final int ADDRESS_SIZE = 16;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = arena.allocate(Linux.CALL_STATE);
    private final MemorySegment events =
            arena.allocate((long) EVENTS_AT_ONCE * Linux.EVENT_SIZE, 8);
    private final MemorySegment event = arena.allocate(Linux.EVENT_SIZE, 8);
    private final MemorySegment address = arena.allocate(ADDRESS_SIZE, 8);
    private final MemorySegment yes = arena.allocate(JAVA_INT, 1);
    private final MemorySegment outgoing = arena.allocate(8_192, 8);
    private final int epoll;
    private int next;

    Sockets() {
        try {
            epoll =
                    must(
                            "epoll_create1",
                            (int) Linux.EPOLL_CREATE.invokeExact(state, Linux.EPOLL_CLOEXEC));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    /**
     * Begins to connect to a port of this machine. While the server's backlog is full, the kernel
     * tries again, after one second first.
     */
    int connect(int port) {
        try {
            int fd =
                    must(
                            "socket",
                            (int)
                                    Linux.SOCKET.invokeExact(
                                            state, Linux.AF_INET, Linux.SOCK_STREAM_FLAGS, 0));
            // The port is then chosen at connect, when the other end is known, and can be shared.
            must(
                    "setsockopt",
                    (int)
                            Linux.SETSOCKOPT.invokeExact(
                                    state,
                                    fd,
                                    Linux.IPPROTO_IP,
                                    Linux.IP_BIND_ADDRESS_NO_PORT,
                                    yes,
                                    4));
            must(
                    "bind",
                    (int)
                            Linux.BIND.invokeExact(
                                    state,
                                    fd,
                                    address(LOOPBACK + 2 + next++ % SOURCES, 0),
                                    ADDRESS_SIZE));
            int connected =
                    (int)
                            Linux.CONNECT.invokeExact(
                                    state, fd, address(LOOPBACK + 1, port), ADDRESS_SIZE);
            if (connected < 0 && Linux.errno(state) != Linux.EINPROGRESS) {
                must("connect", connected);
            }
            return fd;
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    private MemorySegment address(int ip, int port) {
        address.fill((byte) 0);
        address.set(JAVA_SHORT, 0, (short) Linux.AF_INET);
        address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
        address.set(JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), 4, ip);
        return address;
    }

    /**
     * From now on {@link #await} tells of this socket by the number {@code tag}: first when it is
     * connected, then when something has come.
     */
    void watch(int fd, int tag) {
        event.set(JAVA_INT, 0, Linux.EPOLLIN | Linux.EPOLLOUT | Linux.EPOLLRDHUP | Linux.EPOLLET);
        event.set(JAVA_INT_UNALIGNED, Linux.EVENT_DATA, tag);
        try {
            must(
                    "epoll_ctl",
                    (int)
                            Linux.EPOLL_CTL.invokeExact(
                                    state, epoll, Linux.EPOLL_CTL_ADD, fd, event));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    /**
     * @return how many sockets have something, each once until more arrives
     */
    int await(int timeoutMillis) {
        try {
            int ready =
                    (int)
                            Linux.EPOLL_WAIT.invokeExact(
                                    state, epoll, events, EVENTS_AT_ONCE, timeoutMillis);
            if (ready < 0 && Linux.errno(state) == Linux.EINTR) {
                return 0;
            }
            return must("epoll_wait", ready);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    /** The number that the socket was given to {@link #watch} with. */
    int tag(int index) {
        return events.get(JAVA_INT_UNALIGNED, (long) index * Linux.EVENT_SIZE + Linux.EVENT_DATA);
    }

    /** Whether the server has said that nothing more will come. */
    boolean ended(int index) {
        return (events.get(JAVA_INT_UNALIGNED, (long) index * Linux.EVENT_SIZE) & Linux.ENDED) != 0;
    }

    /**
     * @return how many bytes, 0 at the end of the stream (or its failure), -1 if there is nothing
     */
    int receive(int fd, MemorySegment into, int most) {
        try {
            long count =
                    (long) Linux.RECV.invokeExact(state, fd, into, (long) most, Linux.MSG_DONTWAIT);
            if (count >= 0) {
                return (int) count;
            }
            int errno = Linux.errno(state);
            return errno == Linux.EAGAIN || errno == Linux.EINTR ? -1 : 0;
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    /** Sends all of it; what is sent here is far smaller than a socket's buffer. */
    void send(int fd, byte[] bytes) {
        MemorySegment.copy(bytes, 0, outgoing, JAVA_BYTE, 0, bytes.length);
        try {
            long sent =
                    (long)
                            Linux.SEND.invokeExact(
                                    state, fd, outgoing, (long) bytes.length, Linux.MSG_NOSIGNAL);
            if (sent != bytes.length) {
                throw new IOException("send: " + sent + ", errno " + Linux.errno(state));
            }
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    void close(int fd) {
        try {
            int ignored = (int) Linux.CLOSE.invokeExact(state, fd);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public void close() {
        close(epoll);
        arena.close();
    }

    private int must(String call, int result) throws IOException {
        if (result < 0) {
            throw new IOException(call + ": errno " + Linux.errno(state));
        }
        return result;
    }

    private static RuntimeException failed(Throwable t) {
        return switch (t) {
            case IOException io -> new UncheckedIOException(io);
            case RuntimeException already -> already;
            case Error error -> throw error;
            default -> new IllegalStateException(t);
        };
    }
}
