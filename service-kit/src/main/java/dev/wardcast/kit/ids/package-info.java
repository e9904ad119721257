/** Ids of things that are made here. */
@NullMarked
package dev.wardcast.kit.ids;

import org.jspecify.annotations.NullMarked;
