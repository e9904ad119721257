/** What is sealed, and what happens to it when keys change. */
@NullMarked
package dev.wardcast.kit.crypto;

import org.jspecify.annotations.NullMarked;
