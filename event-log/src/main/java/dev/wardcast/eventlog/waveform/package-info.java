/** Waveforms: their frames byte by byte, and their short way through Redis. */
@NullMarked
package dev.wardcast.eventlog.waveform;

import org.jspecify.annotations.NullMarked;
