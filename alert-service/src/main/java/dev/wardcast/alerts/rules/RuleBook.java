package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All rules at one moment, and what is different for single patients. To find the rules of a
 * reading costs the same however many patients there are. Safe for use by many threads.
 */
public final class RuleBook {

    private final long revision;
    private final Shelf common;
    private final Map<String, Rule> rules;
    private final Map<String, Map<String, Rule>> overrides;
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

    /**
     * @param revision the change of the rules with which it begins to hold
     * @param overrides by patient, the rules that are different for them
     */
    public RuleBook(long revision, List<Rule> rules, Map<String, List<Rule>> overrides) {
        this.revision = revision;
        this.rules = new HashMap<>();
        rules.forEach(rule -> this.rules.put(rule.id(), rule));
        this.common = new Shelf(rules);
        this.overrides = new HashMap<>();
        overrides.forEach((patient, changed) -> {
            Map<String, Rule> byId = new HashMap<>();
            changed.forEach(rule -> byId.put(rule.id(), rule));
            this.overrides.put(patient, byId);
        });
    }

    public long revision() {
        return revision;
    }

    /** The enabled rules that look at this vital sign of the patient. */
    public List<Rule> rulesFor(String patientId, VitalType vital) {
        return shelf(patientId).byVital.getOrDefault(vital, List.of());
    }

    /** The enabled rules about silent devices. */
    public List<Rule> silenceRules(String patientId) {
        return shelf(patientId).silence;
    }

    /** The rule as it holds for the patient; empty if there is none or it is off. */
    public Optional<Rule> find(String patientId, String ruleId) {
        Rule rule = overrides.getOrDefault(patientId, Map.of()).get(ruleId);
        return Optional.ofNullable(rule == null ? rules.get(ruleId) : rule).filter(Rule::enabled);
    }

    private Shelf shelf(String patientId) {
        Map<String, Rule> changed = overrides.get(patientId);
        return changed == null
                ? common
                : shelves.computeIfAbsent(patientId, id -> new Shelf(merged(changed)));
    }

    private List<Rule> merged(Map<String, Rule> changed) {
        List<Rule> merged = new ArrayList<>(rules.size());
        for (Rule rule : rules.values()) {
            @Nullable Rule own = changed.get(rule.id());
            merged.add(own == null ? rule : own);
        }
        return merged;
    }

    private static final class Shelf {
        private final Map<VitalType, List<Rule>> byVital = new EnumMap<>(VitalType.class);
        private final List<Rule> silence = new ArrayList<>();

        Shelf(List<Rule> rules) {
            for (Rule rule : rules) {
                if (rule.enabled()) {
                    for (VitalType vital : rule.condition().inputs()) {
                        byVital.computeIfAbsent(vital, v -> new ArrayList<>()).add(rule);
                    }
                    if (rule.condition() instanceof DeviceSilence) {
                        silence.add(rule);
                    }
                }
            }
        }
    }
}
