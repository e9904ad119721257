/** The figures, against alerts that were counted by hand. */
@NullMarked
package dev.wardcast.alerts.statistics;

import org.jspecify.annotations.NullMarked;
