/** Which rooms a stream has, decided when it opens and again whenever access changes. */
@NullMarked
package dev.wardcast.gateway.access;

import org.jspecify.annotations.NullMarked;
