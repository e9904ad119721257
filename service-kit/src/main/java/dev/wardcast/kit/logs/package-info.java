/** What a line of the log looks like. */
@NullMarked
package dev.wardcast.kit.logs;

import org.jspecify.annotations.NullMarked;
