/** Server-Sent Events: their frames, and how an HTTP request becomes one long answer. */
@NullMarked
package dev.wardcast.gateway.sse;

import org.jspecify.annotations.NullMarked;
