/** What streams ask of alert-service, with the caller's own token. */
@NullMarked
package dev.wardcast.gateway.alerts;

import org.jspecify.annotations.NullMarked;
