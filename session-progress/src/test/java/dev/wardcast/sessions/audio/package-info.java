/** What the package promises. */
@NullMarked
package dev.wardcast.sessions.audio;

import org.jspecify.annotations.NullMarked;
