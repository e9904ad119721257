/** Early warning scores for those who may see what they are made of. */
@NullMarked
package dev.wardcast.alerts.scores;

import org.jspecify.annotations.NullMarked;
