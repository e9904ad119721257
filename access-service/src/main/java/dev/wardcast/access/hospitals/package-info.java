/** Hospitals, who works in them and who lies in them. */
@NullMarked
package dev.wardcast.access.hospitals;

import org.jspecify.annotations.NullMarked;
