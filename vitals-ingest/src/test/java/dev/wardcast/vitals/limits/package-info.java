/** How much may be sent. */
package dev.wardcast.vitals.limits;
