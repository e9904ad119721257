/** How long it takes from a worker's report to whoever watches the session. */
@NullMarked
package dev.wardcast.bench.sessions;

import org.jspecify.annotations.NullMarked;
