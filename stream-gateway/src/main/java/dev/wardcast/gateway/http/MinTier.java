package dev.wardcast.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.gateway.stream.Form;
import dev.wardcast.gateway.stream.Wanted;
import dev.wardcast.kit.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code ?min_tier=}: alerts of this tier and above. One without a known tier always passes. */
record MinTier(int rank) implements Wanted {

    private static final List<String> TIERS = List.of("INFO", "WARNING", "CRITICAL");
    private static final JsonFactory JSON = new JsonFactory();

    /** Read once for an event, however many clients ask. */
    private static final Form RANK =
            new Form(event -> new byte[] {(byte) rankOf(event.dataBytes())});

    /**
     * @throws ProblemException 400 if there is no such tier
     */
    static MinTier parse(String name) {
        int rank = TIERS.indexOf(name.replaceAll("[^A-Za-z]", "?").toUpperCase(Locale.ROOT));
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

    @Override
    public boolean test(byte[] data) {
        return rankOf(data) >= rank;
    }

    private static int rankOf(byte[] data) {
        String tier = tier(data);
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
