/** Users as administrators see and change them. */
@NullMarked
package dev.wardcast.access.accounts;

import org.jspecify.annotations.NullMarked;
