/** Devices that stream, on real sockets with a real Redis behind. */
package dev.wardcast.vitals.waveform;
