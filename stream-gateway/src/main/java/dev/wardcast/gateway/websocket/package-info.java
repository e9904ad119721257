/** WebSocket: its frames and handshake, and what clients may say over it. */
@NullMarked
package dev.wardcast.gateway.websocket;

import org.jspecify.annotations.NullMarked;
