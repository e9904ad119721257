/** {@code ./wardcast bench history}: how long the history takes to answer when it is large. */
@NullMarked
package dev.wardcast.bench.history;

import org.jspecify.annotations.NullMarked;
