/** The service as a whole, over HTTP, against real servers. */
@NullMarked
package dev.wardcast.sessions;

import org.jspecify.annotations.NullMarked;
