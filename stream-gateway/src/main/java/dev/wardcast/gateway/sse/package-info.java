/** The bytes of an event stream, written by Netty directly: one frame for all clients of a loop. */
@NullMarked
package dev.wardcast.gateway.sse;

import org.jspecify.annotations.NullMarked;
