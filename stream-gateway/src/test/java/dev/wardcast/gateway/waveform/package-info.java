/** Waveforms from Redis to sockets of viewers. */
package dev.wardcast.gateway.waveform;
