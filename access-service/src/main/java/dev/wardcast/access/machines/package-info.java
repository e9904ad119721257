/** Service accounts: machines with a client id and a secret, and the tokens they get for it. */
@NullMarked
package dev.wardcast.access.machines;

import org.jspecify.annotations.NullMarked;
