/** What benchmarks of any kind are told with: the machine, medians, tables and plots. */
@NullMarked
package dev.wardcast.bench.report;

import org.jspecify.annotations.NullMarked;
