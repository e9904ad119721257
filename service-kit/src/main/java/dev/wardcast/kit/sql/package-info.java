/** What several packages need to speak SQL. */
@NullMarked
package dev.wardcast.kit.sql;

import org.jspecify.annotations.NullMarked;
