package dev.wardcast.local.simulate;

/** Why the simulator cannot go on; the message is the one line that its user reads. */
class SimulationException extends RuntimeException {
    SimulationException(String message) {
        super(message);
    }

    SimulationException(String message, Throwable cause) {
        super(message, cause);
    }
}
