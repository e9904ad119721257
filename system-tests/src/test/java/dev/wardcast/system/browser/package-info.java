/** What runs in a real browser. */
@NullMarked
package dev.wardcast.system.browser;

import org.jspecify.annotations.NullMarked;
