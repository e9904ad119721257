/** Rules over a patient's recent history: what they would have raised, without raising it. */
@NullMarked
package dev.wardcast.alerts.trial;

import org.jspecify.annotations.NullMarked;
