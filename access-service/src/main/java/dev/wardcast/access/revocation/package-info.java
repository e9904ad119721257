/** What takes tokens their worth before their end. */
@NullMarked
package dev.wardcast.access.revocation;

import org.jspecify.annotations.NullMarked;
