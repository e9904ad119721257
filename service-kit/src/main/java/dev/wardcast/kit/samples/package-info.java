/** The queue of samples, with the same limits for everybody who writes to it or reads from it. */
@NullMarked
package dev.wardcast.kit.samples;

import org.jspecify.annotations.NullMarked;
