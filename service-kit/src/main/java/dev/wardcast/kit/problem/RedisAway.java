package dev.wardcast.kit.problem;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import java.util.Set;

/** Failures that end by themselves, such as those amid a failover. */
final class RedisAway {

    /** What a server answers that can't, at the moment; the first word of its error. */
    private static final Set<String> FOR_NOW =
            Set.of(
                    "READONLY",
                    "CLUSTERDOWN",
                    "MOVED",
                    "ASK",
                    "TRYAGAIN",
                    "MASTERDOWN",
                    "LOADING",
                    "BUSY",
                    "NOREPLICAS",
                    "MISCONF",
                    "OOM");

    private RedisAway() {}

    /** Whether trying again later may help. */
    static boolean says(RedisException failure) {
        return switch (failure) {
            case RedisCommandExecutionException answer -> FOR_NOW.contains(firstWord(answer));
            case RedisCommandInterruptedException ours -> false;
            // No connection, no answer in time, nobody who has the slot.
            default -> true;
        };
    }

    private static String firstWord(RedisException answer) {
        String message = String.valueOf(answer.getMessage());
        int end = message.indexOf(' ');
        return end < 0 ? message : message.substring(0, end);
    }
}
