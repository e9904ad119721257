/** Who is connected to which room, on this node and on all of them. */
@NullMarked
package dev.wardcast.gateway.presence;

import org.jspecify.annotations.NullMarked;
