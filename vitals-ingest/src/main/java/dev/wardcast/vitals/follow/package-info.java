/** Several nodes read the sample queue together: each partition by one of them at a time. */
@NullMarked
package dev.wardcast.vitals.follow;

import org.jspecify.annotations.NullMarked;
