/** The numbers that a gateway shows, while it works. */
package dev.wardcast.gateway.metrics;
