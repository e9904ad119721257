/** How much devices and fleets may send. */
@NullMarked
package dev.wardcast.vitals.limits;

import org.jspecify.annotations.NullMarked;
