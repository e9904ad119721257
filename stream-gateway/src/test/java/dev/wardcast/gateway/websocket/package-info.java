/** WebSocket on real sockets, against the gateway with a real Redis behind it. */
package dev.wardcast.gateway.websocket;
