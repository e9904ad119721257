package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.Raised;
import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.eventlog.TraceContext;
import dev.wardcast.eventlog.vitals.Sample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What brings alerts about here. */
sealed interface Origin extends Raised.Origin {

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
        public String subject() {
            return "";
        }

        @Override
        public @Nullable TraceContext trace() {
            return newest.trace();
        }

        @Override
        public Map<String, Object> context() {
            Map<String, Object> context = new LinkedHashMap<>();
            context.put("device_type", newest.deviceType());
            context.put("device_id", newest.deviceId());
            context.put("taken_at", newest.takenAt().toString());
            return context;
        }
    }

    record FromSilence(String patientId, Device device, Instant at) implements Origin {
        @Override
        public String subject() {
            return device.type() + "/" + device.id();
        }

        @Override
        public Map<String, Object> context() {
            return Map.of();
        }
    }
}
