/**
 * Rooms, events and positions over Redis: append once, replay after a position, follow without a
 * hole.
 */
@NullMarked
package dev.wardcast.eventlog;

import org.jspecify.annotations.NullMarked;
