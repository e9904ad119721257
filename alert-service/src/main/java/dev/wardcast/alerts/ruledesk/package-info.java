/** The paths of rules: to read, change and try them, and to see what they failed on. */
@NullMarked
package dev.wardcast.alerts.ruledesk;

import org.jspecify.annotations.NullMarked;
