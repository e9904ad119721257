/** Web Push against a push service that really decrypts. */
@NullMarked
package dev.wardcast.notifications.push;

import org.jspecify.annotations.NullMarked;
