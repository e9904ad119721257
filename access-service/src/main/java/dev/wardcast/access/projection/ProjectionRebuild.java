package dev.wardcast.access.projection;

import dev.wardcast.kit.access.ProjectionKeys;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes Redis agree with PostgreSQL, whatever is there. */
@Singleton
final class ProjectionRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRebuild.class);
    private static final int PAGE = 1_000;
    private static final List<Kind> DOCUMENTS =
            List.of(
                    Kind.USER,
                    Kind.PATIENT,
                    Kind.PATIENTS,
                    Kind.HOSPITAL,
                    Kind.DEVICE,
                    Kind.DEVICE_KEY,
                    Kind.REVOKED,
                    Kind.PEOPLE);

    private final ProjectionTable table;
    private final ProjectionRedis redis;

    ProjectionRebuild(ProjectionTable table, ProjectionRedis redis) {
        this.table = table;
        this.redis = redis;
    }

    /**
     * Writes every document and removes what should not be there. The mark that makes decisions
     * possible is set last; it stays as it is if it was there, so that nobody stops deciding while
     * documents are merely checked. Changes that happen meanwhile are left to the notes of them.
     */
    void run() {
        String origin = table.origin();
        Optional<String> mark = redis.readyMark().filter(value -> value.startsWith(origin));
        if (mark.isEmpty()) {
            // Emptied, or filled from another database: nothing there counts until we are done.
            redis.remove(List.of(ProjectionKeys.READY));
        }
        Set<String> keys = new HashSet<>();
        long changed = 0;
        for (Kind kind : DOCUMENTS) {
            List<Document> page = table.page(kind, "", PAGE);
            while (!page.isEmpty()) {
                changed += redis.put(page, origin);
                page.forEach(document -> keys.add(document.redisKey()));
                page = table.page(kind, page.getLast().id(), PAGE);
            }
        }
        int strays = removeStrays(keys);
        if (mark.isEmpty()) {
            redis.setReadyMark(origin + "/" + UUID.randomUUID());
        }
        if (mark.isEmpty() || changed > 0 || strays > 0) {
            redis.announce(Kind.EVERYTHING.announcement("").stream().toList());
            LOG.info(
                    "Projected {} documents: {} changed, {} removed", keys.size(), changed, strays);
        }
    }

    private int removeStrays(Set<String> known) {
        Set<String> strays = new HashSet<>(redis.keys());
        strays.removeAll(known);
        strays.remove(ProjectionKeys.READY);
        int removed = 0;
        for (Kind kind : DOCUMENTS) {
            String prefix = kind.redisKey("");
            List<String> ids =
                    strays.stream()
                            .filter(key -> key.startsWith(prefix))
                            .map(key -> key.substring(prefix.length()))
                            .toList();
            for (int from = 0; from < ids.size(); from += PAGE) {
                removed += remove(kind, ids.subList(from, Math.min(ids.size(), from + PAGE)));
            }
        }
        return removed;
    }

    /**
     * Another process may have added such a document since we read the table. It did so after its
     * commit and before we saw the key, so a second look at the table finds the row.
     */
    private int remove(Kind kind, List<String> ids) {
        Set<String> gone = new HashSet<>(ids);
        table.find(kind, ids).forEach(document -> gone.remove(document.id()));
        redis.remove(gone.stream().map(kind::redisKey).toList());
        return gone.size();
    }
}
