package dev.wardcast.kit.sql;

import io.micronaut.http.context.ServerRequestContext;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A pool of which requests take only a share, so that what runs by itself (rules, relays, clocks)
 * finds a connection however many people ask at once. Whoever has one and asks for another gets it
 * without waiting for the share; otherwise requests that hold one each could wait for each other.
 */
final class RequestShare implements DataSource {

    private final DataSource pool;
    private final Semaphore share;
    private final Duration patience;
    private final ThreadLocal<Turn> turns = new ThreadLocal<>();

    /**
     * @param share how many requests may hold connections at one time
     * @param patience how long a request waits for its turn, before {@link TooBusyException}
     */
    RequestShare(DataSource pool, int share, Duration patience) {
        this.pool = pool;
        this.share = new Semaphore(share, true);
        this.patience = patience;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return ServerRequestContext.currentRequest().isPresent()
                ? shared(pool::getConnection)
                : pool.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return ServerRequestContext.currentRequest().isPresent()
                ? shared(() -> pool.getConnection(user, password))
                : pool.getConnection(user, password);
    }

    private interface Opening {
        Connection open() throws SQLException;
    }

    private Connection shared(Opening opening) throws SQLException {
        Turn before = turns.get();
        if (before != null && before.connections.get() > 0) {
            return before.with(opening.open());
        }
        awaitTurn();
        try {
            Turn turn = new Turn();
            Connection opened = turn.with(opening.open());
            turns.set(turn);
            return opened;
        } catch (SQLException | RuntimeException failure) {
            share.release();
            throw failure;
        }
    }

    private void awaitTurn() throws SQLException {
        try {
            if (!share.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TooBusyException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooBusyException();
        }
    }

    /** Of one request; it ends with the last connection that the request has. */
    private final class Turn {
        private final AtomicInteger connections = new AtomicInteger();

        Connection with(Connection opened) {
            connections.incrementAndGet();
            AtomicBoolean closed = new AtomicBoolean();
            return (Connection)
                    Proxy.newProxyInstance(
                            Connection.class.getClassLoader(),
                            new Class<?>[] {Connection.class},
                            (proxy, method, arguments) -> {
                                try {
                                    return method.invoke(opened, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                } finally {
                                    if (method.getName().equals("close")
                                            && closed.compareAndSet(false, true)) {
                                        close();
                                    }
                                }
                            });
        }

        private void close() {
            if (connections.decrementAndGet() == 0) {
                if (turns.get() == this) {
                    turns.remove();
                }
                share.release();
            }
        }
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(pool) || pool.isWrapperFor(type);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(RequestShare.class.getName());
    }
}
