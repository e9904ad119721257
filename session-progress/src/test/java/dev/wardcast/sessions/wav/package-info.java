/** What the package promises. */
@NullMarked
package dev.wardcast.sessions.wav;

import org.jspecify.annotations.NullMarked;
