/** What the package promises. */
@NullMarked
package dev.wardcast.sessions.analysis;

import org.jspecify.annotations.NullMarked;
