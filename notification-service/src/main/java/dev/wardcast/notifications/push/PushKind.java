package dev.wardcast.notifications.push;

/**
 * All that is said outside: that there is something, and never what or about whom. It passes
 * servers that are not ours and lies on screens that are locked.
 */
public enum PushKind {
    MESSAGE("You have a new message."),
    REMINDER("You have a reminder."),
    NOTICE("You have a new notification."),
    /** An alert that needs somebody now. */
    ALERT("An alert needs your attention.");

    private final String text;

    PushKind(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Whether a device that saves power shows it nevertheless. */
    boolean urgent() {
        return this == ALERT;
    }
}
