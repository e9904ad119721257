/** The page's files. */
@NullMarked
package dev.wardcast.gateway.page;

import org.jspecify.annotations.NullMarked;
