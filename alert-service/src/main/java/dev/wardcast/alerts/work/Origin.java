package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.Raised;
import dev.wardcast.alerts.rules.Breach;
import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.eventlog.vitals.Sample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What brought an alert about. */
sealed interface Origin {

    String patientId();

    /** Our time: a device's clock may be anything. */
    Instant at();

    Raised raised(String alertId, Rule rule, Breach breach);

    record FromSample(Sample newest) implements Origin {
        @Override
        public String patientId() {
            return newest.patientId();
        }

        @Override
        public Instant at() {
            return newest.receivedAt();
        }

        @Override
        public Raised raised(String alertId, Rule rule, Breach breach) {
            Map<String, Object> context = new LinkedHashMap<>();
            context.put("device_type", newest.deviceType());
            context.put("device_id", newest.deviceId());
            context.put("taken_at", newest.takenAt().toString());
            return Raised.of(alertId, rule, breach, patientId(), at(), "", context);
        }
    }

    record FromSilence(String patientId, Device device, Instant at) implements Origin {
        @Override
        public Raised raised(String alertId, Rule rule, Breach breach) {
            String subject = device.type() + "/" + device.id();
            return Raised.of(alertId, rule, breach, patientId, at, subject, Map.of());
        }
    }
}
