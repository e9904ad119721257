/** What people may write into names and reasons. */
@NullMarked
package dev.wardcast.kit.text;

import org.jspecify.annotations.NullMarked;
