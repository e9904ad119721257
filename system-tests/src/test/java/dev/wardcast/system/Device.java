package dev.wardcast.system;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;

/** A demo device that raises and ends high blood pressure at will. */
public record Device(String url, int number) {

    public String patient() {
        return "patient-" + number;
    }

    /** A pressure that alerts at once. */
    public void high() throws IOException, InterruptedException {
        pressure(190, 125);
    }

    /** A pressure that ends the alert, so that the next high one is a new alert. */
    public void normal() throws IOException, InterruptedException {
        pressure(120, 80);
    }

    private void pressure(int systolic, int diastolic) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                post(
                        "\"blood_pressure\",\"values\":{\"systolic\":"
                                + systolic
                                + ",\"diastolic\":"
                                + diastolic
                                + "}");
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    HttpResponse<String> post(String typeAndValues) throws IOException, InterruptedException {
        return Person.post(
                url + "/api/v1/devices/data",
                "{\"device_type\":\"monitor\",\"device_id\":\"demo-device-"
                        + number
                        + "\",\"patient_id\":\""
                        + patient()
                        + "\",\"timestamp\":\""
                        + Instant.now()
                        + "\",\"data_type\":"
                        + typeAndValues
                        + "}",
                Map.of("X-Device-Key", "demo-device-" + number));
    }
}
