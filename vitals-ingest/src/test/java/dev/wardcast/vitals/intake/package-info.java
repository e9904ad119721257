/** What devices post, good and bad. */
package dev.wardcast.vitals.intake;
