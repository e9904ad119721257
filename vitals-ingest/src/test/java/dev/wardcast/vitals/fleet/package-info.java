/** Which devices are there. */
package dev.wardcast.vitals.fleet;
