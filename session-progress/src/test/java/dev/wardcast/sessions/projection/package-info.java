/** What the package promises. */
@NullMarked
package dev.wardcast.sessions.projection;

import org.jspecify.annotations.NullMarked;
