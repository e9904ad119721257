package dev.wardcast.system;

import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Somebody who follows alerts, comes back with the last position whenever the connection ends, and
 * writes down all that came. Comes back when it is looked at.
 */
final class FaithfulClient implements AutoCloseable {

    private final String name;
    private final Function<String, Optional<AlertLine>> dial;
    private final List<JsonNode> before = new ArrayList<>();
    private Optional<AlertLine> line;
    private String position = "";
    private int connections;

    /**
     * @param dial connects with a position; empty if it was refused for now
     */
    FaithfulClient(String name, Function<String, Optional<AlertLine>> dial) {
        this.name = name;
        this.dial = dial;
        this.line = connect();
    }

    private Optional<AlertLine> connect() {
        Optional<AlertLine> fresh = dial.apply(position);
        fresh.ifPresent(each -> connections++);
        return fresh;
    }

    private synchronized List<JsonNode> told() {
        if (line.isPresent() && line.get().ended()) {
            before.addAll(line.get().told());
            notePosition();
            line = Optional.empty();
        }
        if (line.isEmpty()) {
            line = connect();
        }
        notePosition();
        List<JsonNode> all = new ArrayList<>(before);
        line.ifPresent(now -> all.addAll(now.told()));
        return all;
    }

    private void notePosition() {
        line.map(AlertLine::position).filter(p -> !p.isEmpty()).ifPresent(p -> position = p);
    }

    /** Whether the stream has begun. */
    boolean begun() {
        told();
        return !position.isEmpty();
    }

    /** {@code alert} and the id, as {@link Told} has them; escalations and the like left out. */
    List<String> alerts() {
        return opened().map(node -> "alert " + node.get("alert_id").getStringValue()).toList();
    }

    /** Whether an alert of a reading after this moment has come. */
    boolean hasAlertAfter(Instant moment) {
        return opened().anyMatch(alert ->
                Instant.parse(alert.get("timestamp").getStringValue()).isAfter(moment));
    }

    private java.util.stream.Stream<JsonNode> opened() {
        return told().stream()
                .filter(node -> !AlertLine.isGap(node))
                .filter(node -> node.get("event").getStringValue().equals("alert"));
    }

    long gaps() {
        return told().stream().filter(AlertLine::isGap).count();
    }

    synchronized int connections() {
        return connections;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public synchronized void close() {
        line.ifPresent(AlertLine::close);
    }
}
