package dev.cortado.local.command;

import dev.cortado.local.part.ServiceParts;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Prints what a service is told by its environment, in a form that a shell reads. It holds passwords.
@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = "Prints a service's environment: eval \"$(./cortado env router)\"")
final class EnvironmentCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "SERVICE", description = "accounting, router, gateway, inference-small, inference-large")
    private @Nullable String service;

    @Override
    public Integer call() throws IOException {
        Settings settings = common.started();
        ServiceParts services = new ServiceParts(Common.workshop(settings));
        Map<String, String> environment = services.environment(String.valueOf(service));
        services.prepare(String.valueOf(service));
        new TreeMap<>(environment)
                .forEach((name, value) ->
                        System.out.println("export " + name + "='" + value.replace("'", "'\\''") + "'"));
        return 0;
    }
}
