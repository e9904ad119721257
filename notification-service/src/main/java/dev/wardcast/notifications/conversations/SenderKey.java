package dev.wardcast.notifications.conversations;

/** What a message is recognised by that is sent again. */
record SenderKey(String sender, String key) {}
