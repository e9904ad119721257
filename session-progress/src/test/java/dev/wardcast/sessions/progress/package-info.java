/** What the package promises. */
@NullMarked
package dev.wardcast.sessions.progress;

import org.jspecify.annotations.NullMarked;
