package dev.wardcast.access.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, in the order of the list.
 *
 * @param nextCursor for {@code ?cursor=}; {@code null} at the end
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /**
     * @param found {@link Paging#oneMore} items, or fewer where the list ends
     * @param place where an item stands in the list; what the next page comes after
     */
    public static <R, T> Page<T> of(
            List<R> found, Paging paging, Function<R, String> place, Function<R, T> view) {
        boolean more = found.size() > paging.limit();
        List<R> shown = more ? found.subList(0, paging.limit()) : found;
        return new Page<>(
                shown.stream().map(view).toList(),
                more ? Paging.cursor(place.apply(shown.getLast())) : null);
    }
}
