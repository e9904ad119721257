package dev.wardcast.kit.web;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Nobody is answered before everybody is there. */
@Controller("/test/waiting")
@ExecuteOn(TaskExecutors.BLOCKING)
final class WaitingRoom {

    static final int SEATS = 200;

    private final CountDownLatch arrived = new CountDownLatch(SEATS);

    @Get
    @Secured(SecurityRule.IS_ANONYMOUS)
    boolean sit() throws InterruptedException {
        arrived.countDown();
        return arrived.await(20, TimeUnit.SECONDS);
    }
}
