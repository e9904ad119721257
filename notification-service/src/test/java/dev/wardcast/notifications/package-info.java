/** The notification service against real servers. */
@NullMarked
package dev.wardcast.notifications;

import org.jspecify.annotations.NullMarked;
