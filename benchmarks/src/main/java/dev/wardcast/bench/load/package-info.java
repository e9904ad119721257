/**
 * The load generator: thousands of client connections on one thread, events whose time of sending
 * is inside them, and the two ways of sending, as fast as they are received or at a fixed rate.
 */
@NullMarked
package dev.wardcast.bench.load;

import org.jspecify.annotations.NullMarked;
