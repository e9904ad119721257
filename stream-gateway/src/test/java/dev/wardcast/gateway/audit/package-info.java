/** Tests of what the gateway tells the audit. */
@NullMarked
package dev.wardcast.gateway.audit;

import org.jspecify.annotations.NullMarked;
