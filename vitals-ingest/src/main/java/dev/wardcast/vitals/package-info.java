/** Where device fleets post: the service itself, its defaults and settings. */
@NullMarked
package dev.wardcast.vitals;

import org.jspecify.annotations.NullMarked;
