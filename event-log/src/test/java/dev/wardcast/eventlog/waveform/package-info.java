/** Waveforms byte by byte, and through a real Redis. */
package dev.wardcast.eventlog.waveform;
