/** Appointments, and reminders that fire on time whichever node lives. */
@NullMarked
package dev.wardcast.notifications.appointments;

import org.jspecify.annotations.NullMarked;
