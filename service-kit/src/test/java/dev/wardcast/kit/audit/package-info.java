/** Tests of the audit. */
@NullMarked
package dev.wardcast.kit.audit;

import org.jspecify.annotations.NullMarked;
