/** Who has a stream open, as the gateways wrote it. */
@NullMarked
package dev.wardcast.kit.presence;

import org.jspecify.annotations.NullMarked;
