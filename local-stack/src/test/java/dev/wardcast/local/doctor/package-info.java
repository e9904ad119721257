/** Healthy and sick installations. */
@NullMarked
package dev.wardcast.local.doctor;

import org.jspecify.annotations.NullMarked;
