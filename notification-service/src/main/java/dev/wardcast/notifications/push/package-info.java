/**
 * Web Push and other messages for users who have no stream open; nothing clinical in any of them.
 */
@NullMarked
package dev.wardcast.notifications.push;

import org.jspecify.annotations.NullMarked;
