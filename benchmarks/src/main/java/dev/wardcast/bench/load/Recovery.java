package dev.wardcast.bench.load;

import java.time.Duration;

/**
 * How clients that were cut off came back; times since the first of them began to connect.
 *
 * @param answered when the last of them was answered
 * @param half when half of them had all that they had missed
 * @param all when all of them had
 */
public record Recovery(Duration answered, Duration half, Duration all) {}
