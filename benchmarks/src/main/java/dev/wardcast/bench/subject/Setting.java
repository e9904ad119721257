package dev.wardcast.bench.subject;

import dev.wardcast.bench.load.Transport;

/**
 * What a subject is started for.
 *
 * @param connections the most that will come
 * @param rooms into which they are divided
 */
public record Setting(Transport transport, int connections, int rooms) {}
