/** One client's stream, whatever carries its bytes. */
@NullMarked
package dev.wardcast.gateway.stream;

import org.jspecify.annotations.NullMarked;
