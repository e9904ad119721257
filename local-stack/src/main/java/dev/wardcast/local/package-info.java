/** One machine, one process, one port; and the command line of the whole. */
@NullMarked
package dev.wardcast.local;

import org.jspecify.annotations.NullMarked;
