/** Rules as JSON: read with every mistake named, and written again. */
@NullMarked
package dev.wardcast.alerts.definition;

import org.jspecify.annotations.NullMarked;
