/** How often somebody does something, counted for all nodes together. */
@NullMarked
package dev.wardcast.kit.rate;

import org.jspecify.annotations.NullMarked;
