package dev.wardcast.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link DeviceKeys} from the projection in Redis. */
@Singleton
final class RedisDeviceKeys implements DeviceKeys {

    /** Ours have 43 characters; nothing longer is worth a digest. */
    private static final int LONGEST = 256;

    private final Projection projection;

    RedisDeviceKeys(Projection projection) {
        this.projection = projection;
    }

    @Override
    public CompletionStage<Optional<RegisteredDevice>> find(String key) {
        if (key.isEmpty() || key.length() > LONGEST) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return projection
                .deviceByKeyDigest(Digests.sha256Hex(key.getBytes(UTF_8)))
                .thenApply(found ->
                        found.map(device ->
                                new RegisteredDevice(
                                        device.id(), device.type(), device.patientId())));
    }

    @Override
    public CompletionStage<Boolean> isRegistered(String type, String id) {
        return projection.device(type, id).thenApply(Optional::isPresent);
    }
}
