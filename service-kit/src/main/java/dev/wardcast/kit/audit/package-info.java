/** Who did what to whose data: entries that are added with the act and never changed. */
@NullMarked
package dev.wardcast.kit.audit;

import org.jspecify.annotations.NullMarked;
