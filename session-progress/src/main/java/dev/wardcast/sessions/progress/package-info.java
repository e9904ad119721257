/** Sessions, who may see them, and reports of how far they are. */
@NullMarked
package dev.wardcast.sessions.progress;

import org.jspecify.annotations.NullMarked;
