/** What people write for others. */
@NullMarked
package dev.wardcast.notifications.text;

import org.jspecify.annotations.NullMarked;
