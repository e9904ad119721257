/** Events that are written with the row they speak of, and published afterwards. */
@NullMarked
package dev.wardcast.kit.outbox;

import org.jspecify.annotations.NullMarked;
