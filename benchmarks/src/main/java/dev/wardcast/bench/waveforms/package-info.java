/** How long waveforms take from devices to viewers, beside the least that relays them. */
@NullMarked
package dev.wardcast.bench.waveforms;

import org.jspecify.annotations.NullMarked;
