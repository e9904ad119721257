package dev.wardcast.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Commands that the launcher script carries out itself: here they only have their place in the
 * help, and say what was wrong when the script passed on what it could not use.
 */
final class LauncherCommands {

    private LauncherCommands() {}

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = {
                "The whole test suite, unit to end-to-end; sets up whatever it needs.",
                "Further arguments go to Maven, for instance `-pl event-log -am`."
            })
    static final class Test implements Callable<Integer> {
        @Spec CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            throw new ParameterException(
                    spec.commandLine(), "test is carried out by ./wardcast test");
        }
    }

    @Command(
            name = "service",
            mixinStandardHelpOptions = true,
            description = {
                "One service by itself, beside a running `up` or on servers of its own.",
                "`./wardcast service NAME --help` lists its options."
            })
    static final class Service implements Callable<Integer> {
        @Spec CommandSpec spec = CommandSpec.create();

        @Parameters(
                arity = "0..*",
                paramLabel = "NAME [options]",
                description =
                        "access-service, alert-service, notification-service, session-progress, stream-gateway or"
                                + " vitals-ingest")
        String[] arguments = {};

        @Override
        public Integer call() {
            String given = arguments.length == 0 ? "nothing" : arguments[0];
            throw new ParameterException(
                    spec.commandLine(),
                    "service: "
                            + given
                            + " (expected: access-service, alert-service, notification-service, session-progress,"
                            + " stream-gateway or vitals-ingest)");
        }
    }

    @Command(
            name = "bench",
            mixinStandardHelpOptions = true,
            description = {
                "The benchmarks, with other servers beside us where they can be installed.",
                "`./wardcast bench --help` lists them, `./wardcast bench NAME --help` the options of one."
            })
    static final class Bench implements Callable<Integer> {
        @Spec CommandSpec spec = CommandSpec.create();

        @Parameters(arity = "0..*", paramLabel = "NAME [options]", description = "fanout")
        String[] arguments = {};

        @Override
        public Integer call() {
            throw new ParameterException(
                    spec.commandLine(), "bench is carried out by ./wardcast bench");
        }
    }
}
