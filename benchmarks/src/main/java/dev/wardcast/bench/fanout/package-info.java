/** {@code ./wardcast bench fanout}: one event to many clients, how fast and at what cost. */
@NullMarked
package dev.wardcast.bench.fanout;

import org.jspecify.annotations.NullMarked;
