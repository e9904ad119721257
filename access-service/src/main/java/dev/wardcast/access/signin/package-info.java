/** Passwords in, tokens out: login, refresh, logout, and what protects them from guessing. */
@NullMarked
package dev.wardcast.access.signin;

import org.jspecify.annotations.NullMarked;
