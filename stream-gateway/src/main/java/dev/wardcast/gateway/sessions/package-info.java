/** What streams ask of session-progress, with the caller's own token. */
@NullMarked
package dev.wardcast.gateway.sessions;

import org.jspecify.annotations.NullMarked;
