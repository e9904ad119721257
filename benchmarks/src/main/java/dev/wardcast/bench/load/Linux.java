package dev.wardcast.bench.load;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls that a client connection needs, called directly: no object and no copy for a
 * read, which is what keeps the generator out of its own measurement.
 */
final class Linux {

    static final int EPOLLIN = 0x1;
    static final int EPOLLOUT = 0x4;
    static final int EPOLLRDHUP = 0x2000;

    /** {@code EPOLLRDHUP}, {@code EPOLLHUP} or {@code EPOLLERR}. */
    static final int ENDED = EPOLLRDHUP | 0x10 | 0x8;

    static final int EPOLLET = 1 << 31;

    /** {@code struct epoll_event} is packed on x86-64 and only there. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    static final int EVENT_SIZE = PACKED ? 12 : 16;
    static final int EVENT_DATA = PACKED ? 4 : 8;

    static final int AF_INET = 2;

    /** Closed in child processes, and nothing waits. */
    static final int SOCK_STREAM_FLAGS = 1 | 0x80000 | 0x800;

    static final int IPPROTO_IP = 0;
    static final int IP_BIND_ADDRESS_NO_PORT = 24;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EAGAIN = 11;
    static final int EINTR = 4;
    static final int EINPROGRESS = 115;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    /** Short and never blocking: the thread need not tell the JVM that it is away. */
    private static final Linker.Option SHORT = Linker.Option.critical(false);

    static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET =
            CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle SETSOCKOPT =
            call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle BIND = call("bind", JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle CONNECT = call("connect", JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle CLOSE = call("close", JAVA_INT);
    static final MethodHandle EPOLL_CREATE = call("epoll_create1", JAVA_INT);
    static final MethodHandle EPOLL_CTL = call("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle EPOLL_WAIT =
            call("epoll_wait", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    private static final FunctionDescriptor TRANSFER =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    static final MethodHandle SEND = handle("send", TRANSFER, ERRNO);
    static final MethodHandle RECV = handle("recv", TRANSFER, ERRNO, SHORT);

    private Linux() {}

    static int errno(MemorySegment callState) {
        return callState.get(JAVA_INT, ERRNO_OFFSET);
    }

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(JAVA_INT, arguments), ERRNO);
    }

    private static MethodHandle handle(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
