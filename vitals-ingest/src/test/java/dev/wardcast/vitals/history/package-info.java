/** What may be asked of the history. */
package dev.wardcast.vitals.history;
