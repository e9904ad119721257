/** Text that only we can read: at rest in PostgreSQL, and in the buffers and channels of Redis. */
@NullMarked
package dev.wardcast.kit.crypto;

import org.jspecify.annotations.NullMarked;
