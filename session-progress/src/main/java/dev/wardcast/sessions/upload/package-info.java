/** Recordings come in: read part by part, never held in memory. */
@NullMarked
package dev.wardcast.sessions.upload;

import org.jspecify.annotations.NullMarked;
