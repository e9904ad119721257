/**
 * Vital signs in the words of FHIR R4: Observations come in as readings and go out of the history.
 */
@NullMarked
package dev.wardcast.vitals.fhir;

import org.jspecify.annotations.NullMarked;
