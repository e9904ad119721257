package dev.wardcast.bench.chat;

import java.time.Duration;
import java.util.List;

/**
 * What is measured.
 *
 * @param users who are online, each in one conversation
 * @param rates messages a second
 * @param warmUp before each measurement
 * @param measured how long each takes
 */
record ChatSettings(
        int rounds, int users, List<Integer> rates, Duration warmUp, Duration measured) {
    ChatSettings {
        rates = List.copyOf(rates);
    }
}
