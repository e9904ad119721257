package dev.wardcast.local;

import dev.wardcast.kit.service.ServiceMain;
import dev.wardcast.local.doctor.DoctorCommand;
import dev.wardcast.local.simulate.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./wardcast}. */
@Command(
        name = "wardcast",
        mixinStandardHelpOptions = true,
        version = "wardcast 0.1.0",
        sortOptions = false,
        subcommands = {
            UpCommand.class,
            LauncherCommands.Test.class,
            LauncherCommands.Service.class,
            SimulateCommand.class,
            LauncherCommands.Bench.class,
            DoctorCommand.class,
            CommandLine.HelpCommand.class
        },
        description = "Real-time alerts, vitals, session progress and chat for healthcare.",
        footer = {
            "",
            "Try:",
            "  ./wardcast up                    everything, on http://localhost:8080",
            "  ./wardcast simulate              a fleet of devices that posts to it",
            "  ./wardcast test                  the whole test suite"
        })
public final class Wardcast implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private Wardcast() {}

    public static void main(String[] args) {
        CommandLine line =
                new CommandLine(new Wardcast())
                        .setExecutionExceptionHandler((failure, command, parsed) -> {
                            command.getErr().println("wardcast: " + ServiceMain.explain(failure));
                            return 2;
                        });
        System.exit(line.execute(args));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "a command is missing (expected: up, test, service, simulate, bench or doctor)");
    }
}
