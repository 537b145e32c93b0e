package dev.cortado.local.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The command line is put together from annotations at run time: a clash of options shows only then, in every command.
class CommandLineTest {

    @Test
    void commands_areAllThereAndSayWhatTheyAreFor() {
        all(CortadoCommand.line()).forEach(command -> {
            String usage = command.getUsageMessage();
            assertTrue(usage.startsWith("Usage:"), usage);
            assertTrue(
                    command.getCommandSpec().usageMessage().description().length > 0,
                    () -> command.getCommandSpec().qualifiedName() + " has no description");
        });
    }

    @Test
    void help_isTakenByEveryCommand() {
        all(CortadoCommand.line())
                .forEach(command -> assertTrue(
                        command.getCommandSpec().optionsMap().containsKey("--help"),
                        () -> command.getCommandSpec().qualifiedName() + " takes no --help"));
    }

    /// Those that a person meets, not the one by which the launcher starts its supervisor.
    private static Stream<CommandLine> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line)
                        .filter(one -> !one.getCommandSpec().usageMessage().hidden()),
                line.getSubcommands().values().stream().flatMap(CommandLineTest::all));
    }
}
