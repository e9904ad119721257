package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.Set;

/** What a rule looks at. A new kind does not compile until every place has an answer for it. */
public sealed interface Condition permits Threshold, RateOfChange, News2Condition, DeviceSilence {

    /** The name of the kind in a definition. */
    String kind();

    /** What an alert of it is about: a vital sign, {@code news2} or {@code device}. */
    String subject();

    /** Whose readings are looked at one by one. */
    Set<VitalType> inputs();
}
