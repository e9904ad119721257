/**
 * What fields of a request may hold: text that stays as it was written, numbers that are none else.
 */
@NullMarked
package dev.wardcast.kit.text;

import org.jspecify.annotations.NullMarked;
