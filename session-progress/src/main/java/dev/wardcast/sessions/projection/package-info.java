/**
 * Brings to Redis whose session each one is, so that every service can decide who may follow it.
 */
@NullMarked
package dev.wardcast.sessions.projection;

import org.jspecify.annotations.NullMarked;
