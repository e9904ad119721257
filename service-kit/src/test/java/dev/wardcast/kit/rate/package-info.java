/** Counters against a real Redis. */
@NullMarked
package dev.wardcast.kit.rate;

import org.jspecify.annotations.NullMarked;
