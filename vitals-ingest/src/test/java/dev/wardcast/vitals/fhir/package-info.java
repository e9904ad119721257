/** FHIR, asked over HTTP. */
package dev.wardcast.vitals.fhir;
