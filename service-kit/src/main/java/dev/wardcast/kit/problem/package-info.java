/** Errors as RFC 9457 problem details, in one place for every service. */
@NullMarked
package dev.wardcast.kit.problem;

import org.jspecify.annotations.NullMarked;
