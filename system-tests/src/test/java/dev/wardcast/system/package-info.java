/** Promises that only the whole can keep. */
@org.jspecify.annotations.NullMarked
package dev.wardcast.system;
