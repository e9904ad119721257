/** Where devices stream waveforms: who may, how fast, and on to those who watch. */
@NullMarked
package dev.wardcast.vitals.waveform;

import org.jspecify.annotations.NullMarked;
