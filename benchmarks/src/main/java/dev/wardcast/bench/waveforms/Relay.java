package dev.wardcast.bench.waveforms;

import dev.wardcast.bench.report.CpuMeter;
import java.net.URI;
import java.util.Map;

/** What takes the frames of devices and gives each to the viewer of the same number. */
interface Relay extends AutoCloseable {

    /**
     * Where to connect.
     *
     * @param headers of the request
     */
    record Place(URI address, Map<String, String> headers) {}

    Place device(int number);

    Place viewer(int number);

    CpuMeter meter();

    @Override
    void close();
}
