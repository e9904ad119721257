/** Calls more people, step by step, while nobody answers an alert. */
@NullMarked
package dev.wardcast.alerts.escalation;

import org.jspecify.annotations.NullMarked;
