/** What access-service does, recorded in the audit with the act itself. */
@NullMarked
package dev.wardcast.access.acts;

import org.jspecify.annotations.NullMarked;
