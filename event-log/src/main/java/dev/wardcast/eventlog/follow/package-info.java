/**
 * Following rooms: one subscription for each room and node, a hand-over from the buffer to live
 * events without a hole, and nothing missed in silence.
 */
@NullMarked
package dev.wardcast.eventlog.follow;

import org.jspecify.annotations.NullMarked;
