package dev.wardcast.gateway.http;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class GroupStreamTest extends GroupStreamContract {

    @BeforeAll
    static void start() {
        startGateway(1);
    }

    @AfterAll
    static void stop() {
        stopGateway();
    }
}
