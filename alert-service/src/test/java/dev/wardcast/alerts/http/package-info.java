/** The alert service as its clients see it. */
@NullMarked
package dev.wardcast.alerts.http;

import org.jspecify.annotations.NullMarked;
