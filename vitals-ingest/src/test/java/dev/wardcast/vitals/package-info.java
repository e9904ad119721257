/** The service as a whole, over HTTP, against a real Redis and a real PostgreSQL. */
package dev.wardcast.vitals;
