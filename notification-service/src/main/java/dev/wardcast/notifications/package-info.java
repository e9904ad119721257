/** The notification service: what users are told, and what they tell each other. */
@NullMarked
package dev.wardcast.notifications;

import org.jspecify.annotations.NullMarked;
