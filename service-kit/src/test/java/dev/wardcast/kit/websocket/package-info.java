/** The handshake and the frames, byte by byte. */
package dev.wardcast.kit.websocket;
