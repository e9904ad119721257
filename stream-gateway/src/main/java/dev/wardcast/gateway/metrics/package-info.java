/** What this node does, in numbers for Prometheus; docs/metrics.md explains each. */
@NullMarked
package dev.wardcast.gateway.metrics;

import org.jspecify.annotations.NullMarked;
