/** What a breach is: rules, their windows and their verdicts, without any framework. */
@NullMarked
package dev.wardcast.alerts.rules;

import org.jspecify.annotations.NullMarked;
