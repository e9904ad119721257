/**
 * Who calls, and whether they may: tokens checked locally, decisions from the projection in Redis.
 */
@NullMarked
package dev.wardcast.kit.access;

import org.jspecify.annotations.NullMarked;
