/** Devices that are not there: a fleet with plausible vitals, and players of real recordings. */
@NullMarked
package dev.wardcast.local.simulate;

import org.jspecify.annotations.NullMarked;
