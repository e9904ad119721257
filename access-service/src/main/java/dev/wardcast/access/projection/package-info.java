/** Brings what PostgreSQL knows about access to Redis, where every service decides from it. */
@NullMarked
package dev.wardcast.access.projection;

import org.jspecify.annotations.NullMarked;
