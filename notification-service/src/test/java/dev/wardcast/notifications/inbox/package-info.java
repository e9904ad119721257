/** What users are told, against real servers. */
@NullMarked
package dev.wardcast.notifications.inbox;

import org.jspecify.annotations.NullMarked;
