package dev.cortado.local.supervise;

import dev.cortado.local.part.PartPlan;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.process.Ending;
import dev.cortado.local.process.Launch;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.Versions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The supervisor's own supervisor: a shell loop of a megabyte that starts the supervisor again if it is gone
/// while the stack is wanted. It is itself a part like any other, so that each of the two brings the other back.
final class Guardian {
    private static final String SCRIPT = """
            #!/bin/sh
            # Starts the supervisor again when it is gone while the stack is wanted. Made by ./cortado up.
            run=$1
            gone() {
              pid=$(cat "$run/supervisor.pid" 2>/dev/null) && [ -n "$pid" ] || return 0
              kill -0 "$pid" 2>/dev/null || return 0
              if [ -r "/proc/$pid/stat" ]; then
                read -r line <"/proc/$pid/stat" || return 0
                case ${line##*)} in " Z"* | " X"*) return 0 ;; esac
                # The number may be another process's by now.
                grep -q dev.cortado.local "/proc/$pid/cmdline" 2>/dev/null || return 0
              fi
              return 1
            }
            while [ -f "$run/wanted" ]; do
              if gone; then
                sh "$run/supervise.sh" &
                sleep 4
              fi
              sleep 1
            done
            """;

    private final DataDirectory data;
    private final Map<String, String> environment;

    Guardian(DataDirectory data, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
    }

    PartPlan plan() {
        return new PartPlan(
                "guardian",
                Versions.of("cortado"),
                List.of(),
                List.of(),
                Optional::empty,
                () -> PrivateFiles.write(data.run().resolve("guardian.sh"), SCRIPT),
                plain -> new Launch(
                        List.of(
                                "sh",
                                data.run().resolve("guardian.sh").toString(),
                                data.run().toString()),
                        environment,
                        data.run()),
                () -> true,
                Ending.Ask.TERMINATE);
    }

    /// Writes the script that starts a supervisor, for the first start as for every later one.
    static void writeStart(DataDirectory data, List<String> command) throws IOException {
        String quoted = command.stream().map(Guardian::quote).collect(Collectors.joining(" "));
        // The mark lets what the supervisor runs, such as a download, be found after the supervisor was killed.
        String text = "#!/bin/sh\nexport " + Workshop.MARK + "="
                + quote(data.path().toString()) + "\nexec " + quoted + " >>"
                + quote(data.log("supervisor").toString()) + " 2>&1 </dev/null\n";
        PrivateFiles.write(data.run().resolve("supervise.sh"), text);
    }

    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
