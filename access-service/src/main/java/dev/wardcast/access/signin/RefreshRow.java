package dev.wardcast.access.signin;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A refresh token as it is stored, without the token. */
@MappedEntity("refresh_tokens")
record RefreshRow(@Id String digest, UUID family, String userId, @Nullable Instant usedAt) {}
