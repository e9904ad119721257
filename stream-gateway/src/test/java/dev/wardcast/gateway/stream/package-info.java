/** The write path on real sockets, with a real Redis behind it. */
package dev.wardcast.gateway.stream;
