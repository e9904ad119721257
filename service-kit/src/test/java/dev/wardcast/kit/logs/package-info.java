@NullMarked
package dev.wardcast.kit.logs;

import org.jspecify.annotations.NullMarked;
