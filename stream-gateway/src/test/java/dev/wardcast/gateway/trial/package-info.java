/** Events that are published by hand. */
package dev.wardcast.gateway.trial;
