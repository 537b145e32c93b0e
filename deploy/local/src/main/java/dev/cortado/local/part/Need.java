package dev.cortado.local.part;

import dev.cortado.local.artefact.Catalogue.Engine;
import dev.cortado.local.artefact.Catalogue.Model;
import dev.cortado.local.artefact.MavenStore;
import dev.cortado.local.artefact.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One thing that a stack lacks and that can be fetched. `first` means that the small tier cannot answer
/// without it; `byMaven`, that Maven brings it, which does one thing at a time.
public record Need(String name, long downloadBytes, long diskBytes, boolean first, boolean byMaven, Fetch fetch) {

    /// Brings it, and returns when it is there.
    public interface Fetch {
        void run(Progress progress) throws IOException, InterruptedException;
    }

    /// Everything that this stack lacks now.
    public static List<Need> of(Workshop shop) throws IOException {
        Set<String> parts =
                StackPlan.of(shop).parts().stream().map(PartPlan::name).collect(Collectors.toSet());
        List<Need> needs = new ArrayList<>();
        for (MavenStore.Program program : MavenStore.Program.values()) {
            if (parts.contains(program.word()) && !shop.programs().has(program)) {
                needs.add(ofProgram(shop, program));
            }
        }
        if (parts.contains("inference-small") || parts.contains("inference-large")) {
            Engine engine = InferenceParts.engine(shop);
            if (!shop.engines().has(engine)) {
                needs.add(ofEngine(shop, engine));
            }
            for (Model model : StackPlan.models(shop)) {
                if (!shop.models().has(model)) {
                    needs.add(ofModel(shop, model));
                }
            }
        }
        return needs;
    }

    private static Need ofProgram(Workshop shop, MavenStore.Program program) {
        return new Need(
                program.word(),
                shop.programs().bytes(program),
                shop.programs().diskBytes(program),
                program != MavenStore.Program.KEYCLOAK,
                true,
                progress -> shop.programs().fetch(program, progress));
    }

    /// The libraries take about three times their compressed size, beside the tarball while they are unpacked.
    private static Need ofEngine(Workshop shop, Engine engine) {
        return new Need(
                "engine" + (engine.untried() ? " (untried on this platform)" : ""),
                engine.bytes(),
                4 * engine.bytes(),
                true,
                false,
                progress -> shop.engines().fetch(engine, progress));
    }

    private static Need ofModel(Workshop shop, Model model) {
        boolean alone = StackPlan.models(shop).stream()
                        .filter(other -> other.tier() == model.tier())
                        .count()
                == 1;
        return new Need(
                "model " + (alone ? model.tier().word() : model.variant()),
                model.bytes(),
                model.bytes(),
                model.equals(InferenceParts.firstSmall(shop)),
                false,
                progress -> shop.models().fetch(model, progress));
    }
}
