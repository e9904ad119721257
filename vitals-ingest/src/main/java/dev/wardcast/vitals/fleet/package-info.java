/** Which devices are there, how they are, and who is told when that changes. */
@NullMarked
package dev.wardcast.vitals.fleet;

import org.jspecify.annotations.NullMarked;
