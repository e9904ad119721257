/** The command line of the benchmarks. */
@NullMarked
package dev.wardcast.bench;

import org.jspecify.annotations.NullMarked;
