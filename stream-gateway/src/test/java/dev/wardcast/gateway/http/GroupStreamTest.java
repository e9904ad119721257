package dev.wardcast.gateway.http;

import dev.wardcast.gateway.SharedGateway;
import dev.wardcast.testsupport.ServiceUnderTest;

class GroupStreamTest extends GroupStreamContract {

    @Override
    ServiceUnderTest gateway() {
        return SharedGateway.service();
    }

    @Override
    boolean inOnePartition() {
        return true;
    }
}
