package dev.wardcast.bench.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * Who talks with whom: every user is in one conversation, and conversations have 2 to 50
 * participants, many small ones and few large ones, always in the same order.
 */
final class Circles {

    private static final int[] SIZES = {2, 2, 3, 2, 5, 2, 10, 3, 2, 20, 4, 50};

    private final List<List<Integer>> members = new ArrayList<>();
    private final int[] circleOf;

    /**
     * @param users at least 2
     */
    Circles(int users) {
        circleOf = new int[users];
        int user = 0;
        while (user < users) {
            int size = Math.min(SIZES[members.size() % SIZES.length], users - user);
            List<Integer> circle = new ArrayList<>();
            // One who would be alone joins those before them.
            boolean alone = size == 1 && !members.isEmpty();
            for (int i = 0; i < size; i++) {
                circleOf[user] = alone ? members.size() - 1 : members.size();
                (alone ? members.getLast() : circle).add(user++);
            }
            if (!alone) {
                members.add(circle);
            }
        }
    }

    int count() {
        return members.size();
    }

    List<Integer> members(int circle) {
        return members.get(circle);
    }

    int of(int user) {
        return circleOf[user];
    }

    /** How many are told of a message, when conversations take turns. */
    double meanSize() {
        return (double) circleOf.length / members.size();
    }
}
