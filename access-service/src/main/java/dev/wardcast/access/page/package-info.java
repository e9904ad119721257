/** Lists in pages, each of which leads on to the next. */
@NullMarked
package dev.wardcast.access.page;

import org.jspecify.annotations.NullMarked;
