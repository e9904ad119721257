/** Emergency access of a clinician to one patient, for a reason and a time. */
@NullMarked
package dev.wardcast.access.emergency;

import org.jspecify.annotations.NullMarked;
