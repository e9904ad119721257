/** The gateway's endpoints, over real connections. */
package dev.wardcast.gateway.http;
