/** What users tell each other: conversations, their participants, and messages in an order. */
@NullMarked
package dev.wardcast.notifications.conversations;

import org.jspecify.annotations.NullMarked;
