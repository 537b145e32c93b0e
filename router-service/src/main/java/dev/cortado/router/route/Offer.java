package dev.cortado.router.route;

import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Option;
import dev.cortado.router.hold.Rung;
import dev.cortado.router.tenant.PathAnswer;
import java.util.List;

/// What a request may be answered with, as far as one session can hold for it.
///
/// @param options of this class, best first
/// @param others of the other class
record Offer(
        Journey journey,
        PathAnswer.Limits path,
        Choice.Chosen chosen,
        SessionClass sessionClass,
        List<Option> options,
        List<Option> others) {

    Offer {
        options = List.copyOf(options);
        others = List.copyOf(others);
    }

    List<Rung> rungs() {
        return options.stream().map(option -> option.estimate().hold()).toList();
    }

    /// The other class's options alone.
    Offer ofOthers() {
        SessionClass other = switch (sessionClass) {
            case SHORT -> SessionClass.LONG;
            case LONG -> SessionClass.SHORT;
        };
        return new Offer(journey, path, chosen, other, others, List.of());
    }
}
