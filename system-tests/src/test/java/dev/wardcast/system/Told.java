package dev.wardcast.system;

import dev.wardcast.testsupport.SseClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The alerts that one person was told of over all their connections, beside what there was. */
final class Told {

    final List<String> alerts = new ArrayList<>();
    final List<Integer> ends = new ArrayList<>();
    int gaps;
    String position = "";

    void add(SseClient stream) {
        for (SseClient.Event event : stream.events()) {
            if (event.event().equals("closed")) {
                continue;
            }
            if (event.event().equals("gap")) {
                gaps++;
            } else {
                var alert = Person.json(event.data());
                alerts.add(
                        alert.get("event").getStringValue()
                                + " "
                                + alert.get("alert_id").getStringValue());
            }
        }
        ends.add(alerts.size());
        if (!stream.lastEventId().isEmpty()) {
            position = stream.lastEventId();
        }
    }

    static Set<String> allAlerts(Person person) throws Exception {
        return allAlerts(person, "");
    }

    /**
     * @param filter begins with an ampersand, or is empty
     */
    static Set<String> allAlerts(Person person, String filter) throws Exception {
        Set<String> ids = new HashSet<>();
        String cursor = "";
        do {
            var page =
                    Person.json(
                            person.get(
                                            "/api/v1/alerts?limit=200"
                                                    + filter
                                                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                                    .body());
            page.get("alerts")
                    .values()
                    .forEach(alert -> ids.add("alert " + alert.get("alert_id").getStringValue()));
            var next = page.get("next_cursor");
            cursor = next == null || next.isNull() ? "" : next.getStringValue();
        } while (!cursor.isEmpty());
        return ids;
    }

    /** The alerts of the patient in the order in which they were published. */
    static List<String> inOrder(Person person) throws Exception {
        List<String> ids = new ArrayList<>();
        long clock = 0;
        boolean more = true;
        while (more) {
            var page =
                    Person.json(
                            person.get(
                                            "/api/v1/alerts/events?patient_id=patient-1&limit=500&after_clock="
                                                    + clock)
                                    .body());
            for (var event : page.get("events").values()) {
                ids.add("alert " + event.get("data").get("alert_id").getStringValue());
                clock = event.get("clock").getLongValue();
            }
            more = page.get("more").getBooleanValue();
        }
        return ids;
    }

    String firstDifference(Person person) {
        try {
            List<String> published = inOrder(person);
            StringBuilder text = new StringBuilder("connections ended at " + ends + "; missing at");
            Set<String> got = new HashSet<>(alerts);
            for (int i = 0; i < published.size(); i++) {
                if (!got.contains(published.get(i))) {
                    text.append(' ').append(i);
                }
            }
            return text.append("; ")
                    .append(alerts.size() - got.size())
                    .append(" twice; ")
                    .toString();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
