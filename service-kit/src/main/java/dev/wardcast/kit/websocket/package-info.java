/** The server's side of WebSocket, from the upgrade request to frames, without the framework's. */
@NullMarked
package dev.wardcast.kit.websocket;

import org.jspecify.annotations.NullMarked;
