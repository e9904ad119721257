/** Who is connected, with a real Redis between the nodes. */
package dev.wardcast.gateway.presence;
