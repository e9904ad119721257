package dev.wardcast.access.projection;

import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Works off the notes of what is behind, one process at a time and in order. */
@Singleton
class ProjectionQueue {

    private static final int BATCH = 500;

    private final ProjectionTable table;
    private final ProjectionRedis redis;

    ProjectionQueue(ProjectionTable table, ProjectionRedis redis) {
        this.table = table;
        this.redis = redis;
    }

    /**
     * Brings one batch to Redis, then announces it. The notes go away with the commit, after Redis
     * has answered: whatever fails in between is done again, which changes nothing.
     *
     * @return whether there may be more
     */
    @Transactional("access")
    boolean projectBatch() {
        List<Dirty> batch = table.claim(BATCH);
        if (batch.isEmpty()) {
            return false;
        }
        Map<Kind, Set<String>> ids = new EnumMap<>(Kind.class);
        Set<String> announcements = new LinkedHashSet<>();
        for (Dirty note : batch) {
            ids.computeIfAbsent(note.kind(), kind -> new HashSet<>()).add(note.id());
            note.kind().announcement(note.id()).ifPresent(announcements::add);
        }
        ids.remove(Kind.EVERYTHING);
        List<Document> documents = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        ids.forEach(
                (kind, wanted) -> {
                    List<Document> found = table.find(kind, wanted);
                    documents.addAll(found);
                    found.forEach(document -> wanted.remove(document.id()));
                    wanted.forEach(id -> gone.add(kind.redisKey(id)));
                });
        redis.put(documents, table.origin());
        redis.remove(gone);
        redis.announce(announcements);
        table.done(batch.stream().map(Dirty::seq).toList());
        return batch.size() == BATCH;
    }
}
