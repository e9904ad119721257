package dev.wardcast.bench.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.bench.load.HttpPosts;
import dev.wardcast.bench.load.Publisher;
import dev.wardcast.bench.load.Stamp;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends messages over HTTP, in each conversation by all participants in turn. */
final class MessagePosts implements Publisher {

    private static final int CREATED = 201;

    private final HttpPosts posts;
    private final Circles circles;
    private final List<String> conversations;
    private final String[] tokens;

    MessagePosts(HttpPosts posts, Circles circles, List<String> conversations, String[] tokens) {
        this.posts = posts;
        this.circles = circles;
        this.conversations = conversations;
        this.tokens = tokens;
    }

    @Override
    public CompletionStage<?> publish(int room, int number, byte[] data) {
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        List<Integer> members = circles.members(room);
        int sender = members.get(number / conversations.size() % members.size());
        String body =
                "{\"text\":\"Bed 7 is free from noon on, please tell the family. %s\",\"idempotency_key\":\"n%d\"}"
                        .formatted(Stamp.of(data), number);
        byte[] request =
                """
                POST /api/conversations/%s/messages HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s\
                """
                        .formatted(conversations.get(room), tokens[sender], body.length(), body)
                        .getBytes(US_ASCII);
        posts.post(
                room,
                request,
                status -> {
                    if (status == CREATED) {
                        taken.complete(status);
                    } else {
                        taken.completeExceptionally(
                                new IllegalStateException("a message was answered " + status));
                    }
                });
        return taken;
    }

    @Override
    public void close() {
        // The connections are closed by whoever opened them.
    }
}
