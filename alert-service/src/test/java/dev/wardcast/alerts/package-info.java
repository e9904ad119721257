/** The alert service against real servers. */
@NullMarked
package dev.wardcast.alerts;

import org.jspecify.annotations.NullMarked;
