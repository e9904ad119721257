/** Vital signs between services: what a sample is, and the durable queue that carries samples. */
@NullMarked
package dev.wardcast.eventlog.vitals;

import org.jspecify.annotations.NullMarked;
