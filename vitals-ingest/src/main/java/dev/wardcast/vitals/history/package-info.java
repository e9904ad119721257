/** What was measured, for good: written exactly once from the queue, read in pages. */
@NullMarked
package dev.wardcast.vitals.history;

import org.jspecify.annotations.NullMarked;
