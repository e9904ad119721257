@NullMarked
package dev.wardcast.kit.rate;

import org.jspecify.annotations.NullMarked;
