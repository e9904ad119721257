@NullMarked
package dev.wardcast.kit.trace;

import org.jspecify.annotations.NullMarked;
