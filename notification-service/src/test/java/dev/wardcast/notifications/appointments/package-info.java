/** Appointments and their reminders against real servers. */
@NullMarked
package dev.wardcast.notifications.appointments;

import org.jspecify.annotations.NullMarked;
