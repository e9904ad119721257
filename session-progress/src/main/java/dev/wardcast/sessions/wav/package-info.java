/** Reads WAV files, sample by sample and never whole. */
@NullMarked
package dev.wardcast.sessions.wav;

import org.jspecify.annotations.NullMarked;
