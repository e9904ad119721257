package dev.wardcast.vitals.intake;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a post that was taken, in whole or in part.
 *
 * @param accepted samples that are new and durable
 * @param duplicates samples that were durable before
 * @param refused items that were not taken
 * @param errors one line for each of them; only for an array
 */
@Serdeable
record Receipt(int accepted, int duplicates, int refused, @Nullable List<RefusedItem> errors) {

    /**
     * @param index place in the array, from 0
     * @param field the field at fault
     * @param message what was there and what was expected
     */
    @Serdeable
    record RefusedItem(int index, String field, String message) {}
}
