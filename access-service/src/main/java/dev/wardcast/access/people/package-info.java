/** Users, patients, hospitals, and who was given access to whom. */
@NullMarked
package dev.wardcast.access.people;

import org.jspecify.annotations.NullMarked;
