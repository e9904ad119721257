/** Streams on real sockets. */
@NullMarked
package dev.wardcast.gateway.stream;

import org.jspecify.annotations.NullMarked;
