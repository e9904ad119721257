/** Transactions on the schema of this service. */
@NullMarked
package dev.wardcast.alerts.db;

import org.jspecify.annotations.NullMarked;
