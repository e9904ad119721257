/** What of administration is told to those who follow rooms. */
@NullMarked
package dev.wardcast.access.events;

import org.jspecify.annotations.NullMarked;
