/** Live events of accepted samples. */
@NullMarked
package dev.wardcast.vitals.live;

import org.jspecify.annotations.NullMarked;
