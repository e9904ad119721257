package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;
import java.util.List;

/** Learns which patients' events went to which users; asked on the loops, so it is quick. */
public interface PatientDeliveries {

    /** Counts nothing. */
    PatientDeliveries NONE =
            new PatientDeliveries() {
                @Override
                public String patientOf(LogEvent event) {
                    return "";
                }

                @Override
                public String patientOf(String room, byte[] data) {
                    return "";
                }

                @Override
                public long period() {
                    return 0;
                }

                @Override
                public void delivered(long period, List<Line> lines) {}
            };

    /**
     * @param events of this patient that were written for this user
     */
    record Line(String userId, String patientId, int events) {}

    /** Whom it is about; empty for nobody. The work is done once for an event and node. */
    String patientOf(LogEvent event);

    /** The same of an event that does not come from the log. */
    String patientOf(String room, byte[] data);

    /** The current period, which what is delivered now belongs to. */
    long period();

    /** What was written in this period; a period can be told of in several pieces. */
    void delivered(long period, List<Line> lines);
}
