/** The figures with which a ward fights alarm fatigue. */
@NullMarked
package dev.wardcast.alerts.statistics;

import org.jspecify.annotations.NullMarked;
