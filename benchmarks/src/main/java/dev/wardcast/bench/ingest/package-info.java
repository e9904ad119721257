/** {@code bench ingest}: how many readings vitals-ingest takes, and what it does with too many. */
@NullMarked
package dev.wardcast.bench.ingest;

import org.jspecify.annotations.NullMarked;
