/** Recordings: what is accepted as one, and where it is kept. */
@NullMarked
package dev.wardcast.sessions.audio;

import org.jspecify.annotations.NullMarked;
