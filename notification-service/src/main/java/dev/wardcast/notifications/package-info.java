/** The notification service: what a user is told, kept until they acknowledge it. */
@NullMarked
package dev.wardcast.notifications;

import org.jspecify.annotations.NullMarked;
