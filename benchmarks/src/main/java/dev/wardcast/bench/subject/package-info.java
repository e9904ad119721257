/** The servers under test, each a process of its own with everything that it needs. */
@NullMarked
package dev.wardcast.bench.subject;

import org.jspecify.annotations.NullMarked;
