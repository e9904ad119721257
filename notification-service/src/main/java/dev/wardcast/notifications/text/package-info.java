/** Text that people write, and pages of what they read. */
@NullMarked
package dev.wardcast.notifications.text;

import org.jspecify.annotations.NullMarked;
