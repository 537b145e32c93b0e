package dev.cortado.local;

import dev.cortado.local.command.CortadoCommand;

/// Where `./cortado` enters.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Libraries that log through SLF4J find no logger here, and need not say so at each command.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(CortadoCommand.line().execute(arguments));
    }
}
