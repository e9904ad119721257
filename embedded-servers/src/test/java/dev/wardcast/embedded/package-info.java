/** The servers start, keep or forget as promised, and leave nothing behind. */
@NullMarked
package dev.wardcast.embedded;

import org.jspecify.annotations.NullMarked;
