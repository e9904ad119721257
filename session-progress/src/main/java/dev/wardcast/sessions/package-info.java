/** How far the processing of a recorded session is. */
@NullMarked
package dev.wardcast.sessions;

import org.jspecify.annotations.NullMarked;
