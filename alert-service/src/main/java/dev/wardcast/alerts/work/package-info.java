/**
 * From the queue of samples to alerts: partitions shared between nodes, and each sample counted
 * exactly once.
 */
@NullMarked
package dev.wardcast.alerts.work;

import org.jspecify.annotations.NullMarked;
