/**
 * The simulator reads what was recorded, posts what it read, and invents only what is plausible.
 */
@NullMarked
package dev.wardcast.local.simulate;

import org.jspecify.annotations.NullMarked;
