/** What users are told, alone or as one of many, kept until it expires. */
@NullMarked
package dev.wardcast.notifications.inbox;

import org.jspecify.annotations.NullMarked;
