/** Nodes that come, go and die while they share the queue. */
package dev.wardcast.vitals.follow;
