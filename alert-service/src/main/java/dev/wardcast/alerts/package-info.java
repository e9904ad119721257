/** The alert service: samples in, alerts out, acknowledgements back. */
@NullMarked
package dev.wardcast.alerts;

import org.jspecify.annotations.NullMarked;
