/** Events that an administrator publishes by hand, to try clients with. */
@NullMarked
package dev.wardcast.gateway.trial;

import org.jspecify.annotations.NullMarked;
