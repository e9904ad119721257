/**
 * {@code ./wardcast bench chat}: from the sending of a message to the streams of all who take part.
 */
@NullMarked
package dev.wardcast.bench.chat;

import org.jspecify.annotations.NullMarked;
