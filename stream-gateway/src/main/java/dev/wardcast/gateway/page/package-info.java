/** The page that people look at: files of the module {@code web}, public, with nothing in them. */
@NullMarked
package dev.wardcast.gateway.page;

import org.jspecify.annotations.NullMarked;
