/** What the package promises. */
@NullMarked
package dev.wardcast.sessions.upload;

import org.jspecify.annotations.NullMarked;
