/** The benchmark as a whole, in small. */
package dev.wardcast.bench.sessions;
