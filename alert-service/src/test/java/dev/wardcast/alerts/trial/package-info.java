/** Rules tried on what was. */
@NullMarked
package dev.wardcast.alerts.trial;

import org.jspecify.annotations.NullMarked;
