/** How it becomes known that a stream of a user was given a notification. */
@NullMarked
package dev.wardcast.kit.receipts;

import org.jspecify.annotations.NullMarked;
