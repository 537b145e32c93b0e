package dev.cortado.local.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The benches, each a command below this one. Alone it lists them.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures one thing, on a stack of its own; without a name, lists what there is.",
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            StartupBenchCommand.class,
            AdmissionBenchCommand.class,
            EngineBenchCommand.class,
            SoakBenchCommand.class,
            LedgerBenchCommand.class,
            FaultsBenchCommand.class,
            SimulationBenchCommand.class,
            RoutingBenchCommand.class,
            FrontierBenchCommand.class,
            ConsistencyBenchCommand.class,
            PacingBenchCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(System.out);
        }
    }
}
