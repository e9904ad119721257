/**
 * Vital signs between services: what a sample is, the durable queue that carries samples, and the
 * live events that they become.
 */
@NullMarked
package dev.wardcast.eventlog.vitals;

import org.jspecify.annotations.NullMarked;
