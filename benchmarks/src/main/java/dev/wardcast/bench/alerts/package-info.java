/** {@code ./wardcast bench alerts}: how fast samples become alerts, and how fast these arrive. */
@NullMarked
package dev.wardcast.bench.alerts;

import org.jspecify.annotations.NullMarked;
