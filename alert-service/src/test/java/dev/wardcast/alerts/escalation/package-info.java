/** Nobody is forgotten, nobody is called twice, and nobody who answered is called again. */
@NullMarked
package dev.wardcast.alerts.escalation;

import org.jspecify.annotations.NullMarked;
