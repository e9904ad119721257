/** The other services, over HTTP, with the client's own token. */
@NullMarked
package dev.wardcast.gateway.upstream;

import org.jspecify.annotations.NullMarked;
