package dev.wardcast.access.projection;

import dev.wardcast.kit.access.ProjectionKeys;

/** What documents there are, where each stands in Redis and how its change is announced. */
enum Kind {
    USER,
    PATIENT,
    DEVICE,
    DEVICE_KEY,
    /** Stands for no document: everyone decides anew. */
    EVERYTHING;

    String redisKey(String id) {
        return switch (this) {
            case USER -> ProjectionKeys.user(id);
            case PATIENT -> ProjectionKeys.patient(id);
            case DEVICE -> ProjectionKeys.device(id);
            case DEVICE_KEY -> ProjectionKeys.deviceKey(id);
            case EVERYTHING -> throw new IllegalArgumentException("no document");
        };
    }

    String announcement(String id) {
        return switch (this) {
            case USER -> "user:" + id;
            case PATIENT -> "patient:" + id;
            case DEVICE, DEVICE_KEY -> "device";
            case EVERYTHING -> "everything";
        };
    }
}
