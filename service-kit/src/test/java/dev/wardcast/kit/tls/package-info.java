/** TLS on real sockets. */
@NullMarked
package dev.wardcast.kit.tls;

import org.jspecify.annotations.NullMarked;
