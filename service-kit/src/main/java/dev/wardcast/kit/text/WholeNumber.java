package dev.wardcast.kit.text;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.context.annotation.Bean;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Deserializer;
import io.micronaut.serde.config.naming.PropertyNamingStrategy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/**
 * For fields of requests that are whole numbers, by {@code @Serdeable.Deserializable(using =
 * WholeNumber.class)}; anything else is refused with 422 that names the field. By itself the reader
 * of JSON takes {@code 1.9} as 1, {@code true} as 1 and {@code "5"} as 5: somebody would get what
 * they did not ask for.
 */
@Singleton
// Not as a Deserializer, or it would be that of all integers, those of documents and events too.
@Bean(typed = WholeNumber.class)
public final class WholeNumber implements Deserializer<Integer> {

    @Override
    public Integer deserialize(
            Decoder decoder, DecoderContext context, Argument<? super Integer> type)
            throws IOException {
        JsonNode node = decoder.decodeNode();
        if (node.isNumber()) {
            try {
                return node.getBigDecimalValue().intValueExact();
            } catch (ArithmeticException noWholeNumber) {
                // Answered below.
            }
        }
        String field = PropertyNamingStrategy.SNAKE_CASE.translate(type);
        throw ProblemException.unprocessable(
                List.of(new FieldError(field, "(expected: a whole number)")));
    }
}
