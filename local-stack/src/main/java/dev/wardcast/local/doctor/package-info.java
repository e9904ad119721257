/** {@code ./wardcast doctor}: looks at a running installation and says what to do about it. */
@NullMarked
package dev.wardcast.local.doctor;

import org.jspecify.annotations.NullMarked;
