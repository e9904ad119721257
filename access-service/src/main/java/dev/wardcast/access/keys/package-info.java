/** The keys that tokens are signed with: made, published, used, replaced and withdrawn. */
@NullMarked
package dev.wardcast.access.keys;

import org.jspecify.annotations.NullMarked;
