package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All rules at one moment. */
public final class RuleBook {

    private final Map<VitalType, List<Rule>> byVital;

    public RuleBook(List<Rule> rules) {
        byVital = rules.stream().collect(Collectors.groupingBy(Rule::vital));
    }

    public List<Rule> rulesFor(VitalType vital) {
        return byVital.getOrDefault(vital, List.of());
    }
}
