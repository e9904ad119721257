/** The rules in the database: every version of them, and what is different for single patients. */
@NullMarked
package dev.wardcast.alerts.rulebook;

import org.jspecify.annotations.NullMarked;
