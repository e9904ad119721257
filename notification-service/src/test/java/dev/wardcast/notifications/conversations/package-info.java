/** Conversations, against real servers. */
@NullMarked
package dev.wardcast.notifications.conversations;

import org.jspecify.annotations.NullMarked;
