package dev.wardcast.gateway.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many events of which patients a stream was given since it was last asked. Belongs to the
 * loop's thread.
 *
 * <p>Nearly every stream is about one patient at a time, so one name and one number are all that a
 * delivery touches, and a stream that gets nothing has no map.
 */
final class PatientCounts {

    private final String userId;
    private String latest = "";
    private int ofLatest;
    private @Nullable Map<String, Integer> ofOthers;

    PatientCounts(String userId) {
        this.userId = userId;
    }

    /**
     * @return whether it is the first since it was last asked
     */
    boolean add(String patientId) {
        boolean first = ofLatest == 0;
        if (first || patientId.equals(latest)) {
            latest = patientId;
            ofLatest++;
            return first;
        }
        Map<String, Integer> others = ofOthers;
        if (others == null) {
            others = new HashMap<>();
            ofOthers = others;
        }
        others.merge(latest, ofLatest, Integer::sum);
        latest = patientId;
        ofLatest = 1;
        return false;
    }

    /** Tells what there is and begins anew. */
    void collect(List<PatientDeliveries.Line> lines) {
        Map<String, Integer> others = ofOthers;
        if (others != null) {
            ofOthers = null;
            others.merge(latest, ofLatest, Integer::sum);
            others.forEach((patient, events) ->
                    lines.add(new PatientDeliveries.Line(userId, patient, events)));
        } else if (ofLatest > 0) {
            lines.add(new PatientDeliveries.Line(userId, latest, ofLatest));
        }
        ofLatest = 0;
    }
}
