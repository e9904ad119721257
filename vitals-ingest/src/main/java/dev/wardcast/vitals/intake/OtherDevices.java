package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.DeviceKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks whether a poster speaks in the name of a device that has a key of its own. */
final class OtherDevices {

    private final DeviceKeys devices;

    OtherDevices(DeviceKeys devices) {
        this.devices = devices;
    }

    record DeviceName(String type, String id) {
        static DeviceName of(Sample sample) {
            return new DeviceName(sample.deviceType(), sample.deviceId());
        }
    }

    /**
     * The devices named that are not the poster itself, such as the sensors of a hub, and have a
     * key of their own. In their name nobody else may post: their rooms are followed by the staff
     * of another patient, and their sequence numbers are theirs to use. Blocks where there is
     * another than the poster; for virtual threads.
     */
    Set<DeviceName> registeredAmong(Poster poster, List<Posted.Item> items) {
        Set<DeviceName> others = others(poster, items);
        // Nearly always there are none, and nothing is asked.
        return others.isEmpty() ? Set.of() : AccessRefusals.await(lookAt(others));
    }

    private static Set<DeviceName> others(Poster poster, List<Posted.Item> items) {
        Set<DeviceName> others = new HashSet<>();
        for (Posted.Item item : items) {
            if (item instanceof Posted.Good(Sample sample)
                    && !poster.is(sample.deviceType(), sample.deviceId())) {
                others.add(DeviceName.of(sample));
            }
        }
        return others;
    }

    private CompletionStage<Set<DeviceName>> lookAt(Set<DeviceName> others) {
        CompletionStage<Set<DeviceName>> found = CompletableFuture.completedStage(new HashSet<>());
        for (DeviceName other : others) {
            found =
                    found.thenCombine(
                            devices.isRegistered(other.type(), other.id()),
                            (known, registered) -> {
                                if (registered) {
                                    known.add(other);
                                }
                                return known;
                            });
        }
        return found;
    }
}
