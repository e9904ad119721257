/** Events are published at least once, in order, and taken at most once. */
@NullMarked
package dev.wardcast.kit.outbox;

import org.jspecify.annotations.NullMarked;
