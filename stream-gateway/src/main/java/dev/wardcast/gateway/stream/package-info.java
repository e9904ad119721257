/**
 * What every stream has in common, whatever its transport: its rooms, its place among the others,
 * and the write path from an event to the client's socket.
 */
@NullMarked
package dev.wardcast.gateway.stream;

import org.jspecify.annotations.NullMarked;
