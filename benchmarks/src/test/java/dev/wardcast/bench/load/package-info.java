/** The client's side of the protocols, and what is counted. */
package dev.wardcast.bench.load;
