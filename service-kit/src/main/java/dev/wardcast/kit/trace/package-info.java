/** Traces: what happened to one event on its way, recorded for a few of them. */
@NullMarked
package dev.wardcast.kit.trace;

import org.jspecify.annotations.NullMarked;
