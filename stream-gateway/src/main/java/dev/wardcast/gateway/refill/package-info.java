/** What a gap swallowed, fetched from the service that keeps it for good. */
@NullMarked
package dev.wardcast.gateway.refill;

import org.jspecify.annotations.NullMarked;
