package dev.wardcast.vitals.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a post. What is not JSON at all is refused whole, since nobody knows where the
 * next item begins; within JSON, each item is judged alone.
 */
final class PostParser {

    /** How many readings one post may have. */
    static final int MAX_ITEMS = 1_000;

    // NaN is not JSON, but devices send it; taken as a number it spoils only its own item.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private final SampleRules rules;

    PostParser(SampleRules rules) {
        this.rules = rules;
    }

    /**
     * @throws ProblemException 400 for what is not JSON, not an object or array, or an empty array;
     *     413 for more than {@value #MAX_ITEMS} items
     */
    Posted parse(byte @Nullable [] body, Instant receivedAt) {
        if (body == null || body.length == 0) {
            throw ProblemException.badRequest(
                    "empty_body", "The body is empty (expected: one object or an array of them)");
        }
        try (JsonParser json = JSON.createParser(body)) {
            Posted posted = read(json, receivedAt);
            if (json.nextToken() != null) {
                throw ProblemException.badRequest(
                        "malformed_json",
                        "More text after the end" + place(json.currentLocation()));
            }
            return posted;
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest(
                    "malformed_json",
                    "Malformed JSON"
                            + place(e.getLocation())
                            + ": "
                            + Quoted.text(e.getOriginalMessage()));
        } catch (IOException e) {
            throw ProblemException.badRequest("malformed_json", "The body is not text in UTF-8");
        }
    }

    private Posted read(JsonParser json, Instant receivedAt) throws IOException {
        JsonToken start = json.nextToken();
        if (start == JsonToken.START_OBJECT) {
            return new Posted(true, List.of(item(json, receivedAt)));
        }
        if (start != JsonToken.START_ARRAY) {
            throw ProblemException.badRequest(
                    "wrong_shape",
                    "The body is neither an object nor an array (expected: one object or an array of"
                            + " them)");
        }
        List<Posted.Item> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == MAX_ITEMS) {
                throw ProblemException.of(
                        HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                        "too_many_items",
                        "More than "
                                + MAX_ITEMS
                                + " items in one post (expected: at most "
                                + MAX_ITEMS
                                + ")");
            }
            items.add(item(json, receivedAt));
        }
        if (items.isEmpty()) {
            throw ProblemException.badRequest(
                    "empty_array", "The array is empty (expected: 1 to " + MAX_ITEMS + " items)");
        }
        return new Posted(false, items);
    }

    private Posted.Item item(JsonParser json, Instant receivedAt) throws IOException {
        return rules.judge(RawItem.read(json), receivedAt);
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
