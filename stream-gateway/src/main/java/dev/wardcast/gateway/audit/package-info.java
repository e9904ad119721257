/** What the gateway tells the audit: streams that open and close, and whose events went to whom. */
@NullMarked
package dev.wardcast.gateway.audit;

import org.jspecify.annotations.NullMarked;
