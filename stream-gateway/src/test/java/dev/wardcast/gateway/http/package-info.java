/** The endpoints over HTTP. */
@NullMarked
package dev.wardcast.gateway.http;

import org.jspecify.annotations.NullMarked;
