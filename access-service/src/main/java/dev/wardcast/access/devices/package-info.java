/** Devices, whom they are bound to, and their keys. */
@NullMarked
package dev.wardcast.access.devices;

import org.jspecify.annotations.NullMarked;
