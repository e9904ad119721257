/** The people, patients and devices of the demonstration, and the first administrator. */
@NullMarked
package dev.wardcast.access.demo;

import org.jspecify.annotations.NullMarked;
