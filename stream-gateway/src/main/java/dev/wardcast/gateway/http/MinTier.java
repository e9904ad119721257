package dev.wardcast.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.gateway.stream.Form;
import dev.wardcast.kit.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code ?min_tier=}: alerts of this tier and above. One without a known tier always passes. */
record MinTier(int rank) implements Predicate<LogEvent> {

    private static final List<String> TIERS = List.of("INFO", "WARNING", "CRITICAL");
    private static final JsonFactory JSON = new JsonFactory();

    /** Read once for an event, however many clients ask. */
    private static final Form RANK = new Form(event -> new byte[] {(byte) rankOf(event)});

    /**
     * @throws ProblemException 400 if there is no such tier
     */
    static MinTier parse(String name) {
        int rank = TIERS.indexOf(name.toUpperCase(Locale.ROOT));
        if (rank < 0) {
            throw ProblemException.badRequest(
                    "invalid_parameter", "min_tier (expected: one of " + TIERS + ")");
        }
        return new MinTier(rank);
    }

    @Override
    public boolean test(LogEvent event) {
        return RANK.of(event)[0] >= rank;
    }

    private static int rankOf(LogEvent event) {
        String tier = tier(event.dataBytes());
        int rank = tier == null ? -1 : TIERS.indexOf(tier);
        return rank < 0 ? TIERS.size() : rank;
    }

    private static @Nullable String tier(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals("tier");
                parser.nextToken();
                if (found) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException malformed) {
            return null;
        }
    }
}
