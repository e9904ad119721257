package dev.wardcast.gateway.presence;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All living nodes together: this one as it is now, the others as they said last, a second ago or
 * so. Blocks; for virtual threads.
 */
@Singleton
final class Presence {

    /** An answer stays readable, however many are connected: the largest counts and no more. */
    static final int MOST_ENTRIES = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final int RETRY_SECONDS = 2;

    private final ThisNode self;
    private final LocalPresence local;
    private final OtherNodes others;

    Presence(ThisNode self, LocalPresence local, OtherNodes others) {
        this.self = self;
        this.local = local;
        this.others = others;
    }

    /**
     * @throws ProblemException 503 while the other nodes can't be asked for
     */
    RoomPresence in(Room room) {
        return asked(() -> {
            List<Map<String, Integer>> nodes = new ArrayList<>(others.inRoom(room.name()));
            nodes.add(local.inRoom(room));
            return RoomPresence.of(room.name(), Tally.of(nodes), MOST_ENTRIES);
        });
    }

    /**
     * @throws ProblemException 503 while the other nodes can't be asked for
     */
    Statistics statistics() {
        return asked(() -> {
            List<NodeDocument> nodes = new ArrayList<>();
            Tally rooms = new Tally();
            Tally users = new Tally();
            nodes.add(self.document());
            rooms.add(local.byRoom());
            users.add(local.byUser());
            for (NodeDocument other : others.living()) {
                nodes.add(other);
                rooms.add(others.byRoom(other.node()));
                users.add(others.byUser(other.node()));
            }
            return Statistics.of(nodes, rooms, users, MOST_ENTRIES);
        });
    }

    /** This node alone is not the answer, and would look like one. */
    private static <T> T asked(Callable<T> question) {
        try {
            return question.call();
        } catch (IOException away) {
            LOG.warn("presence can't be read now: {}", away.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            throw bug;
        } catch (Exception never) {
            throw new IllegalStateException(never);
        }
        throw ProblemException.retryLater(
                HttpStatus.SERVICE_UNAVAILABLE,
                "presence_unknown",
                "The other nodes can't be asked at the moment.",
                RETRY_SECONDS);
    }
}
