package dev.wardcast.kit.logs;

import io.micronaut.core.propagation.PropagatedContext;
import java.util.concurrent.Executor;

/**
 * Threads that go on with a request when somebody else's future is done. Whoever completes such a
 * future hands the rest of the work over, and knows nothing of the request: without this, its lines
 * in the log would have no id.
 */
public final class RequestThreads {

    private RequestThreads() {}

    /**
     * @return runs its tasks on {@code threads}, as part of the request that the calling thread of
     *     this method works on
     */
    public static Executor of(Executor threads) {
        PropagatedContext request = PropagatedContext.getOrEmpty();
        return task -> threads.execute(request.wrap(task));
    }
}
