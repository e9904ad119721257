/**
 * Redis and PostgreSQL as child processes of this JVM, from binaries that come as Maven artifacts.
 */
@NullMarked
package dev.wardcast.embedded;

import org.jspecify.annotations.NullMarked;
