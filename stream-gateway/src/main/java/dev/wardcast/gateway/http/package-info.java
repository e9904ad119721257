/** The gateway's endpoints: what each offers, and how a request for it becomes a stream. */
@NullMarked
package dev.wardcast.gateway.http;

import org.jspecify.annotations.NullMarked;
