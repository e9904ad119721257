/** What the gateway's tests share, and tests of the whole of it. */
package dev.wardcast.gateway;
