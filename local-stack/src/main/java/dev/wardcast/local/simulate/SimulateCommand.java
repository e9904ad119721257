package dev.wardcast.local.simulate;

import dev.wardcast.eventlog.Room;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./wardcast simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Posts vitals as devices do: a fleet with invented ones, or a real recording.",
            "Needs a running Wardcast; Ctrl-C ends it."
        })
public final class SimulateCommand implements Callable<Integer> {

    /** So many patients have devices in the demo data. */
    private static final int DEMO_PATIENTS = 8;

    private static final int MOST_PATIENTS = 10_000;
    private static final double HIGHEST_RATE = 100_000;
    private static final double HIGHEST_SPEED = 100_000;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "where Wardcast is (default: that of the running stack, else"
                            + " http://localhost:8080)")
    private @Nullable String url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".wardcast",
            description = "data directory of the running stack (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".wardcast");

    @Option(
            names = "--patients",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "how many patients; those after the eighth are created"
                            + " (default: ${DEFAULT-VALUE})")
    private int patients;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "8",
            description = "readings per second, of all together (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "when to end, for instance 90s, 5m or 1h (default: never)")
    private @Nullable Duration duration;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "the same seed invents the same vitals (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--record",
            paramLabel = "FILE.hea",
            description =
                    "plays the numbers of a WFDB recording, or streams its waves (formats 16, 80, 212)")
    private @Nullable Path record;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "so many times as fast as recorded (default: ${DEFAULT-VALUE})")
    private double speed;

    @Option(
            names = "--patient",
            paramLabel = "ID",
            defaultValue = "patient-1",
            description = "whose vitals the recording is (default: ${DEFAULT-VALUE})")
    private String patient = "patient-1";

    @Option(
            names = "--device-key",
            paramLabel = "KEY",
            description =
                    "key of the device that plays the recording"
                            + " (default: the demo key of patient-1 to patient-8)")
    private @Nullable String deviceKey;

    @Option(
            names = "--admin-user",
            paramLabel = "NAME",
            defaultValue = "admin",
            description = "who creates patients (default: ${DEFAULT-VALUE})")
    private String adminUser = "admin";

    @Option(
            names = "--admin-password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:WARDCAST_ADMIN_PASSWORD:-demo}",
            description = "default: $WARDCAST_ADMIN_PASSWORD, else that of the demo")
    private String adminPassword = "demo";

    /** 0 at the end, 2 with one line on standard error when it cannot begin or go on. */
    @Override
    public Integer call() {
        PrintWriter err = commandLine().getErr();
        Thread player = Thread.currentThread();
        CountDownLatch finished = new CountDownLatch(1);
        Thread stopper = new Thread(() -> stop(player, finished), "simulate-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            check();
            simulate(commandLine().getOut());
            return ExitCode.OK;
        } catch (SimulationException e) {
            err.println(e.getMessage());
            err.flush();
            return ExitCode.USAGE;
        } catch (InterruptedException e) {
            return ExitCode.OK;
        } finally {
            finished.countDown();
            removeHook(stopper);
        }
    }

    private void simulate(PrintWriter out) throws InterruptedException {
        Optional<WfdbRecord> recording = Optional.ofNullable(record).map(WfdbRecord::read);
        URI server = Servers.find(Optional.ofNullable(url), data);
        boolean terminal = System.console() != null && System.console().isTerminal();
        try (HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build()) {
            if (recording.isPresent()) {
                play(recording.get(), http, server, out, terminal);
                return;
            }
            List<DeviceClient> devices = fleet(http, server);
            out.printf("%d patients, %s readings per second to %s%n", patients, rate, server);
            var plan = new FleetSimulator.Plan(rate, seed, Optional.ofNullable(duration));
            try (Progress progress = new Progress(out, terminal).start()) {
                new FleetSimulator(devices, plan, progress).run();
            }
        }
    }

    /** Numbers are posted, waves are streamed. */
    private void play(
            WfdbRecord recording, HttpClient http, URI server, PrintWriter out, boolean terminal)
            throws InterruptedException {
        if (WaveformRecord.isOne(recording)) {
            WaveformPlayer player = new WaveformPlayer(new WaveformRecord(recording), speed);
            announce(out, "streaming", server, player.duration());
            try (Progress progress = new Progress(out, terminal).start()) {
                player.play(http, server, recordingDevice(), progress);
            }
        } else {
            RecordPlayer player = new RecordPlayer(recording, speed);
            announce(out, "playing", server, player.duration());
            try (Progress progress = new Progress(out, terminal).start()) {
                player.play(new DeviceClient(http, server, recordingDevice()), progress);
            }
        }
    }

    private void announce(PrintWriter out, String what, URI server, Duration duration) {
        out.printf(
                "%s %s as %s to %s, %d s%n", what, record, patient, server, duration.toSeconds());
    }

    private List<DeviceClient> fleet(HttpClient http, URI server) throws InterruptedException {
        List<DeviceClient> devices = new ArrayList<>(patients);
        for (int n = 1; n <= Math.min(patients, DEMO_PATIENTS); n++) {
            devices.add(new DeviceClient(http, server, Device.ofDemo(n)));
        }
        if (patients > DEMO_PATIENTS) {
            Enrolment enrolment = Enrolment.signIn(http, server, adminUser, adminPassword);
            for (int n = DEMO_PATIENTS + 1; n <= patients; n++) {
                devices.add(new DeviceClient(http, server, enrolment.enrol(n)));
            }
        }
        return devices;
    }

    private Device recordingDevice() {
        for (int n = 1; n <= DEMO_PATIENTS; n++) {
            Device demo = Device.ofDemo(n);
            if (deviceKey == null && demo.patientId().equals(patient)) {
                return demo;
            }
        }
        if (deviceKey == null) {
            throw new SimulationException(
                    "--patient " + patient + " has no demo device (expected: --device-key too)");
        }
        return new Device(Device.TYPE, "recording-of-" + patient, patient, deviceKey);
    }

    private void check() {
        expect(patients >= 1 && patients <= MOST_PATIENTS, "--patients", patients, "1 to 10000");
        expect(rate > 0 && rate <= HIGHEST_RATE, "--rate", rate, "more than 0, at most 100000");
        expect(
                speed > 0 && speed <= HIGHEST_SPEED,
                "--speed",
                speed,
                "more than 0, at most 100000");
        expect(Room.ID.matcher(patient).matches(), "--patient", patient, "A-Z a-z 0-9 . _ -");
    }

    private static void expect(boolean good, String option, Object value, String expected) {
        if (!good) {
            throw new SimulationException(option + " " + value + " (expected: " + expected + ")");
        }
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("call() outside of picocli");
        }
        return spec.commandLine();
    }

    private static void stop(Thread player, CountDownLatch finished) {
        player.interrupt();
        try {
            // So that the last line is written before the JVM ends.
            finished.await(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and the hook is what ended us.
        }
    }
}
