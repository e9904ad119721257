package dev.wardcast.gateway.http;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With rooms that are divided as in a Cluster. */
class GroupStreamInPartitionsTest extends GroupStreamContract {

    @BeforeAll
    static void start() {
        startGateway(8);
    }

    @AfterAll
    static void stop() {
        stopGateway();
    }
}
