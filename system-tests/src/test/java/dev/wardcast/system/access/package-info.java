/** Who gets in where: every route of every service, asked by everybody there is. */
@NullMarked
package dev.wardcast.system.access;

import org.jspecify.annotations.NullMarked;
