package dev.wardcast.gateway.stream;

/** The same with the transport that every machine has. */
class ClientStreamOverNioTest extends ClientStreamTest {

    @Override
    boolean fast() {
        return false;
    }
}
