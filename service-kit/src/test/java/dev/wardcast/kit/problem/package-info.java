/** What is refused, and what lies behind it. */
@NullMarked
package dev.wardcast.kit.problem;

import org.jspecify.annotations.NullMarked;
