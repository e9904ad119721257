/** Where the audit comes together and is searched. */
@NullMarked
package dev.wardcast.access.audit;

import org.jspecify.annotations.NullMarked;
