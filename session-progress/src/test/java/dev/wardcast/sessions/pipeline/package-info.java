/** What the package promises. */
@NullMarked
package dev.wardcast.sessions.pipeline;

import org.jspecify.annotations.NullMarked;
