/** Each sample counts exactly once, whatever dies when. */
@NullMarked
package dev.wardcast.alerts.work;

import org.jspecify.annotations.NullMarked;
