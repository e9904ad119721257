package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Answers legs that are not live: judges where they stand, and gives each one what comes after,
 * page by page, until nothing is between it and the present. On the hub's thread.
 */
final class CatchUp {

    private static final int PAGE = 100;

    private final PartitionHub hub;
    private final RoomTable table;
    private final Backlogs backlogs;

    CatchUp(PartitionHub hub, RoomTable table, Backlogs backlogs) {
        this.hub = hub;
        this.table = table;
        this.backlogs = backlogs;
    }

    /**
     * What a leg asks.
     *
     * @param turn so that an answer that comes too late is known for one
     * @param collapse whether readings that newer ones supersede may be left out
     */
    record Question(int turn, Standing from, boolean collapse) {}

    void ask(Leg leg, Question question) {
        leg.hubSide().asks(question);
        answer(leg, question, false);
    }

    private void answer(Leg leg, Question question, boolean checked) {
        if (!leg.hubSide().awaits(question)) {
            return;
        }
        if (!hub.legs().ready(leg)) {
            hub.legs().park(List.of(() -> answer(leg, question, checked)));
            return;
        }
        Standing from = question.from();
        Set<String> foreign = roomsOf(leg, from, at -> !at.epoch().equals(table.epoch()));
        // Another node was ahead of us, or the position is not from this log at all.
        Set<String> lost = roomsOf(leg, from, at -> at.clock() > table.clock());
        lost.removeAll(foreign);
        if (!lost.isEmpty() && !checked) {
            hub.checkThen(() -> answer(leg, question, true));
            return;
        }
        lost.addAll(foreign);
        if (!lost.isEmpty()) {
            Standing rest = from.restart(table.epoch(), lost, leg.hubSide().rooms().keySet());
            leg.fan().execute(() -> leg.answerGap(question.turn(), lost, rest));
            return;
        }
        if (!settle(leg, question, begins(leg, from))) {
            give(leg, question);
        }
    }

    private static Set<String> roomsOf(Leg leg, Standing from, Predicate<Cursor> such) {
        Set<String> found = new HashSet<>();
        for (String room : leg.hubSide().rooms().keySet()) {
            if (such.test(from.in(room))) {
                found.add(room);
            }
        }
        return found;
    }

    /** Clock 0 is what a gap of the whole epoch goes on from: its losses are told already. */
    private static Map<String, Long> begins(Leg leg, Standing from) {
        Map<String, Long> floors = new HashMap<>();
        for (ActiveRoom room : leg.hubSide().rooms().values()) {
            if (from.in(room.name()).clock() == 0 && room.floor() > 0) {
                floors.put(room.name(), room.floor());
            }
        }
        return floors;
    }

    private boolean settle(Leg leg, Question question, Map<String, Long> floors) {
        if (floors.isEmpty()) {
            return false;
        }
        Standing settled = skip(question.from(), floors);
        leg.fan().execute(() -> leg.settle(question.turn(), settled));
        return true;
    }

    private Standing skip(Standing from, Map<String, Long> floors) {
        Standing rest = from;
        for (Map.Entry<String, Long> floor : floors.entrySet()) {
            rest = rest.skipTo(floor.getKey(), new Cursor(table.epoch(), floor.getValue()));
        }
        return rest;
    }

    private void give(Leg leg, Question question) {
        Collapse collapse = leg.hubSide().collapse();
        if (collapse != null && !lookAhead(leg, question, collapse)) {
            return;
        }
        Predicate<LogEvent> wanted = event -> collapse == null || !collapse.supersedes(event);
        switch (reach(leg, question.from(), wanted)) {
            case Reach.Missing(List<LogReader.From> rooms) -> wait(leg, question, rooms);
            case Reach.Lost(Map<String, Long> floors) -> tellLost(leg, question, floors);
            case Reach.Page(List<LogEvent> events, long reached, boolean present) -> {
                long[] leftOut = collapse == null ? Collapse.NONE : collapse.leftOut();
                Cursor cursor = new Cursor(table.epoch(), reached);
                int turn = question.turn();
                leg.fan().execute(() -> leg.page(turn, events, leftOut, cursor, present));
            }
        }
    }

    /**
     * Looks up to the present for what supersedes what is still to be told.
     *
     * @return false if something has to be read for that first
     */
    private boolean lookAhead(Leg leg, Question question, Collapse collapse) {
        while (collapse.lookedTo().cursor().clock() < table.clock()) {
            Predicate<LogEvent> look =
                    event -> {
                        collapse.saw(event);
                        return false;
                    };
            switch (reach(leg, collapse.lookedTo(), look)) {
                case Reach.Missing(List<LogReader.From> rooms) -> {
                    wait(leg, question, rooms);
                    return false;
                }
                case Reach.Lost(Map<String, Long> floors) ->
                        collapse.lookedTo(skip(collapse.lookedTo(), floors));
                case Reach.Page(List<LogEvent> none, long reached, boolean present) ->
                        collapse.lookedTo(new Cursor(table.epoch(), reached));
            }
        }
        return true;
    }

    private void wait(Leg leg, Question question, List<LogReader.From> missing) {
        backlogs.load(missing, () -> answer(leg, question, false));
    }

    private void tellLost(Leg leg, Question question, Map<String, Long> floors) {
        Set<String> lost = new HashSet<>();
        floors.forEach((room, floor) -> {
            if (floor > leg.hubSide().historyEnd()) {
                lost.add(room);
            }
        });
        Standing rest = skip(question.from(), floors);
        if (lost.isEmpty()) {
            leg.fan().execute(() -> leg.settle(question.turn(), rest));
        } else {
            leg.fan().execute(() -> leg.answerGap(question.turn(), lost, rest));
        }
    }

    private Reach reach(Leg leg, Standing from, Predicate<LogEvent> wanted) {
        return Reach.from(
                from, leg.hubSide().rooms().values(), backlogs, table.clock(), PAGE, wanted);
    }
}
