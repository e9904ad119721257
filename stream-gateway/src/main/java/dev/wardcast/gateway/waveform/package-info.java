/** Waveforms on their way to those who watch them: frames of bytes, apart from all events. */
@NullMarked
package dev.wardcast.gateway.waveform;

import org.jspecify.annotations.NullMarked;
