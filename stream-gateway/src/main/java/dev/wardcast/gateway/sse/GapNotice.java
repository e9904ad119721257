package dev.wardcast.gateway.sse;

import java.util.Set;
import java.util.TreeSet;

/** What a client is told of a hole. Room names are made of harmless characters only. */
final class GapNotice {

    private GapNotice() {}

    /**
     * @param reason {@code lost}: events of these rooms are gone from the buffers; {@code
     *     not_refilled}: and could not be had from elsewhere, so the client has to ask
     */
    static String json(Set<String> rooms, String reason) {
        StringBuilder json = new StringBuilder("{\"type\":\"gap\",\"reason\":\"").append(reason);
        json.append("\",\"rooms\":[");
        String separator = "";
        for (String room : new TreeSet<>(rooms)) {
            json.append(separator).append('"').append(room).append('"');
            separator = ",";
        }
        return json.append("]}").toString();
    }
}
