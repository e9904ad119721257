package dev.wardcast.vitals.intake;

/** Who posts, once that is proven. */
public sealed interface Poster {

    boolean mayPostFor(String patientId);

    /** Whether a reading of that device may come from this poster without a further look. */
    boolean is(String deviceType, String deviceId);

    /** A device by its key: for the one patient that it is bound to. */
    record Device(String type, String id, String boundTo) implements Poster {
        @Override
        public boolean is(String deviceType, String deviceId) {
            return type.equals(deviceType) && id.equals(deviceId);
        }

        @Override
        public boolean mayPostFor(String patientId) {
            return boundTo.equals(patientId);
        }
    }

    /** A machine with a token and the role DEVICE, such as a hospital's hub: for every patient. */
    record Machine(String userId) implements Poster {
        @Override
        public boolean is(String deviceType, String deviceId) {
            return true;
        }

        @Override
        public boolean mayPostFor(String patientId) {
            return true;
        }
    }
}
