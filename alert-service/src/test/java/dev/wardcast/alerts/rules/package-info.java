/** What the built-in rules and the engine promise. */
@NullMarked
package dev.wardcast.alerts.rules;

import org.jspecify.annotations.NullMarked;
