/** Tells whoever keeps notifications which users' streams were given them. */
@NullMarked
package dev.wardcast.gateway.receipts;

import org.jspecify.annotations.NullMarked;
