/** The queue of samples, against a real Redis. */
package dev.wardcast.eventlog.vitals;
