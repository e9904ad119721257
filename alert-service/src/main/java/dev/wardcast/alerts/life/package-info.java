/** An alert's life: what it says, how it is kept, who acknowledged it. */
@NullMarked
package dev.wardcast.alerts.life;

import org.jspecify.annotations.NullMarked;
