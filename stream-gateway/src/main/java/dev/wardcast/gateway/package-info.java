/** The stream gateway: events from Redis to every client that may see them. */
@NullMarked
package dev.wardcast.gateway;

import org.jspecify.annotations.NullMarked;
