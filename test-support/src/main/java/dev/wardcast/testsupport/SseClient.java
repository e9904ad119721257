package dev.wardcast.testsupport;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client of Server-Sent Events that keeps what it receives. It does not reconnect: a test says
 * when, with {@link Builder#lastEventId}.
 *
 * <p>Thread-safe; all clients share one selector thread, so a few hundred at a time are fine.
 */
public final class SseClient implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Patience.SOON)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    /**
     * @param id the last event id as of this event; empty when there was none
     * @param event {@code message} when the stream names none
     * @param arrivalNanos {@link System#nanoTime} when its last byte was parsed
     */
    public record Event(String id, String event, String data, long arrivalNanos) {}

    private final CompletableFuture<HttpResponse.ResponseInfo> head = new CompletableFuture<>();
    private final CompletableFuture<?> exchange;
    private final Object monitor = new Object();
    private final List<Event> events = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String lastEventId;
    private OptionalLong retryMillis = OptionalLong.empty();
    private boolean closed;
    private @Nullable Throwable failure;

    private SseClient(HttpRequest request, String lastEventId) {
        this.lastEventId = lastEventId;
        exchange = HTTP.sendAsync(request, this::onHead);
        exchange.whenComplete((response, error) -> onEnd(error));
    }

    public static Builder to(String url) {
        return new Builder(HttpRequest.newBuilder(URI.create(url)));
    }

    /** What to ask with. */
    public static final class Builder {
        private final HttpRequest.Builder request;
        private String lastEventId = "";

        private Builder(HttpRequest.Builder request) {
            this.request = request.setHeader("Accept", "text/event-stream");
        }

        public Builder header(String name, String value) {
            request.setHeader(name, value);
            return this;
        }

        public Builder bearer(String token) {
            return header("Authorization", "Bearer " + token);
        }

        /** Resumes after this one. */
        public Builder lastEventId(String id) {
            lastEventId = id;
            return header("Last-Event-ID", id);
        }

        /**
         * Connects; returns when the status and the headers are there, whatever they say.
         *
         * @throws AssertionError when nothing answers within 10 s
         */
        public SseClient connect() {
            SseClient client = new SseClient(request.GET().build(), lastEventId);
            client.head();
            return client;
        }
    }

    private HttpResponse.ResponseInfo head() {
        try {
            return head.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new AssertionError("no answer to the request for the stream", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private HttpResponse.BodySubscriber<Void> onHead(HttpResponse.ResponseInfo info) {
        boolean stream =
                info.statusCode() == 200
                        && info.headers()
                                .firstValue("Content-Type")
                                .orElse("")
                                .startsWith("text/event-stream");
        SseParser parser = new SseParser(lastEventId, new Recorder());
        head.complete(info);
        return BodySubscribers.ofByteArrayConsumer(chunk ->
                chunk.ifPresent(bytes -> {
                    synchronized (monitor) {
                        if (stream) {
                            parser.feed(bytes);
                        } else {
                            body.writeBytes(bytes);
                        }
                        monitor.notifyAll();
                    }
                }));
    }

    /** Called with the monitor held. */
    private final class Recorder implements SseParser.Listener {
        @Override
        public void onEvent(String id, String event, String data) {
            events.add(new Event(id, event, data, System.nanoTime()));
        }

        @Override
        public void onComment(String comment) {
            comments.add(comment);
        }

        @Override
        public void onLastEventId(String id) {
            lastEventId = id;
        }

        @Override
        public void onRetry(long millis) {
            retryMillis = OptionalLong.of(millis);
        }
    }

    private void onEnd(@Nullable Throwable error) {
        if (error != null) {
            head.completeExceptionally(error);
        }
        synchronized (monitor) {
            closed = true;
            failure = error;
            monitor.notifyAll();
        }
    }

    public int status() {
        return head().statusCode();
    }

    public HttpHeaders headers() {
        return head().headers();
    }

    /** The whole body of an answer that is not a stream; waits for its end. */
    public String body() {
        await("the end of the body", Patience.SOON, client -> client.closed);
        synchronized (monitor) {
            return body.toString(StandardCharsets.UTF_8);
        }
    }

    /** All so far. */
    public List<Event> events() {
        synchronized (monitor) {
            return List.copyOf(events);
        }
    }

    /** All so far, without the colon and the space after it. */
    public List<String> comments() {
        synchronized (monitor) {
            return List.copyOf(comments);
        }
    }

    /** What to resume with; also from blocks that carry only an id. Empty when none came. */
    public String lastEventId() {
        synchronized (monitor) {
            return lastEventId;
        }
    }

    /** The reconnection time that the server asked for. */
    public OptionalLong retryMillis() {
        synchronized (monitor) {
            return retryMillis;
        }
    }

    /** Whether the stream has ended, from either side. */
    public boolean isClosed() {
        synchronized (monitor) {
            return closed;
        }
    }

    /** Why the stream ended, when it was not in good order. */
    public Optional<Throwable> failure() {
        synchronized (monitor) {
            return Optional.ofNullable(failure);
        }
    }

    /**
     * Waits for at least {@code count} events in all.
     *
     * @return all so far
     * @throws AssertionError with what came instead
     */
    public List<Event> awaitEvents(int count, Duration timeout) {
        await(count + " events", timeout, client -> client.events.size() >= count);
        return events();
    }

    /** Waits for an event that was received already or is yet to come, and returns it. */
    public Event awaitEvent(Predicate<Event> wanted, Duration timeout) {
        await("an event", timeout, client -> client.events.stream().anyMatch(wanted));
        return events().stream().filter(wanted).findFirst().orElseThrow();
    }

    public void awaitComment(String comment, Duration timeout) {
        await("comment " + comment, timeout, client -> client.comments.contains(comment));
    }

    /** Waits for a last event id, which also a block without data may bring. */
    public String awaitLastEventId(Duration timeout) {
        await("an id", timeout, client -> !client.lastEventId.isEmpty());
        return lastEventId();
    }

    /** Waits until the stream has ended, from either side. */
    public void awaitClosed(Duration timeout) {
        await("the end", timeout, client -> client.closed);
    }

    private void await(String what, Duration timeout, Predicate<SseClient> condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (monitor) {
            while (!condition.test(this)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || closed) {
                    throw new AssertionError(
                            "%s did not come within %d ms%s. Events: %s, comments: %s%s"
                                    .formatted(
                                            what,
                                            timeout.toMillis(),
                                            closed ? ", the stream has ended" : "",
                                            events,
                                            comments,
                                            body.size() > 0 ? ", body: " + body : ""));
                }
                try {
                    monitor.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted", e);
                }
            }
        }
    }

    /** Cuts the connection. */
    @Override
    public void close() {
        exchange.cancel(true);
    }
}
