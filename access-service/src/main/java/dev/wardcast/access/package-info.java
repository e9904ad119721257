/** Who a person or a device is, and what they may see. */
@NullMarked
package dev.wardcast.access;

import org.jspecify.annotations.NullMarked;
