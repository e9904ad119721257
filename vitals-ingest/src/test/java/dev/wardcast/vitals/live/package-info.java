/** What becomes of a sample in the rooms. */
package dev.wardcast.vitals.live;
