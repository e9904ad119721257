/**
 * From a device's post to durable samples: who posts, what is wrong with it, whether there is room.
 */
@NullMarked
package dev.wardcast.vitals.intake;

import org.jspecify.annotations.NullMarked;
