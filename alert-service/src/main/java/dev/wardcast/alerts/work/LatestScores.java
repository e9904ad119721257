package dev.wardcast.alerts.work;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.alerts.rules.News2Condition;
import dev.wardcast.alerts.rules.News2Score;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.RuleBook;
import dev.wardcast.alerts.rules.RuleState;
import dev.wardcast.alerts.rules.ScoreMemory;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The early warning scores of patients as the rule {@code news2} saw them last, with what is set
 * for each of them. They are made of the readings that the rule remembers, so what is shown and
 * what alerts are one score. Blocks.
 */
public final class LatestScores {

    private static final String RULE = "news2";

    private final Database database;
    private final RuleTable rules;

    public LatestScores(Database database, RuleTable rules) {
        this.database = database;
        this.rules = rules;
    }

    /**
     * @param asOf when the newest reading was taken, by the device's clock
     */
    public record Latest(News2Score score, Instant asOf) {}

    /** By patient. Without those of whom nothing is known, and those for whom the rule is off. */
    public Map<String, Latest> of(SortedSet<String> patients) throws SQLException {
        return database.read(tx -> {
            RuleBook book = rules.current(tx);
            Map<String, PatientState> states = PatientStates.load(tx, patients);
            Map<String, Latest> found = new LinkedHashMap<>();
            for (String patient : patients) {
                book.find(patient, RULE)
                        .flatMap(rule -> latest(rule, states.get(patient)))
                        .ifPresent(latest -> found.put(patient, latest));
            }
            return found;
        });
    }

    private static Optional<Latest> latest(Rule rule, @Nullable PatientState state) {
        RuleState known = state == null ? null : state.rules().get(RULE);
        if (known != null
                && rule.condition() instanceof News2Condition condition
                && known.memory() instanceof ScoreMemory memory
                && !memory.readings().isEmpty()) {
            return Optional.of(new Latest(News2Score.of(condition, memory), memory.asOf()));
        }
        return Optional.empty();
    }
}
