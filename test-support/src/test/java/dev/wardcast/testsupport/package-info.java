/** Proves that the tools of the tests do what tests rely on. */
@NullMarked
package dev.wardcast.testsupport;

import org.jspecify.annotations.NullMarked;
