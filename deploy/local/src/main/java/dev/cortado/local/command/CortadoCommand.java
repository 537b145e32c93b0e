package dev.cortado.local.command;

import dev.cortado.local.settings.SettingsException;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The root of the command line.
@Command(
        name = "cortado",
        mixinStandardHelpOptions = true,
        versionProvider = CortadoCommand.Version.class,
        description = "The most utility from every token you pay for: the whole platform on one machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            AskCommand.class,
            TenantCommand.class,
            KeyCommand.class,
            LimitCommand.class,
            PriceCommand.class,
            CreditCommand.class,
            ProfileCommand.class,
            SpendCommand.class,
            ReportCommand.class,
            PolicyCommand.class,
            LedgerCommand.class,
            DoctorCommand.class,
            FetchCommand.class,
            VariantsCommand.class,
            StopCommand.class,
            StartCommand.class,
            EnvironmentCommand.class,
            ConfigCommand.class,
            TestCommand.class,
            CalibrateCommand.class,
            PredictorCommand.class,
            BenchCommand.class,
            SuperviseCommand.class
        })
public final class CortadoCommand implements Runnable {
    private static final int FAILED = 1;

    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    /// Prints what there is when no command is given.
    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(System.out);
        }
    }

    public static CommandLine line() {
        CommandLine line = new CommandLine(new CortadoCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            boolean expected = thrown instanceof IOException
                    || thrown instanceof SettingsException
                    || thrown instanceof IllegalStateException
                    || thrown instanceof IllegalArgumentException;
            if (!expected || thrown.getMessage() == null) {
                thrown.printStackTrace(System.err);
            } else {
                System.err.println("cortado: " + thrown.getMessage());
            }
            return FAILED;
        });
        return line;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "cortado " + Versions.of("cortado"),
                "PostgreSQL " + Versions.of("postgres") + ", Kafka " + Versions.of("kafka") + ", Keycloak "
                        + Versions.of("keycloak"),
                "JDK " + Runtime.version()
            };
        }
    }
}
