/** The paths of the alert service. */
@NullMarked
package dev.wardcast.alerts.http;

import org.jspecify.annotations.NullMarked;
