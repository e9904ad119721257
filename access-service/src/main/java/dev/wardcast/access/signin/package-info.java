/** Passwords in, tokens out: login, refresh, logout, and the keys to check tokens with. */
@NullMarked
package dev.wardcast.access.signin;

import org.jspecify.annotations.NullMarked;
