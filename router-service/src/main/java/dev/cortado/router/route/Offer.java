package dev.cortado.router.route;

import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.decide.Choice;
import dev.cortado.router.decide.Option;
import dev.cortado.router.hold.Rung;
import dev.cortado.router.tenant.PathAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What a request may be answered with, as far as one session can hold for it.
///
/// @param options of this class, best first
/// @param others of the other class
/// @param lastResorts of either class, for where money suffices for none of those
record Offer(
        Journey journey,
        PathAnswer.Limits path,
        Choice.Chosen chosen,
        SessionClass sessionClass,
        List<Option> options,
        List<Option> others,
        List<Option> lastResorts) {

    Offer {
        options = List.copyOf(options);
        others = List.copyOf(others);
        lastResorts = List.copyOf(lastResorts);
    }

    /// @param all never empty; those of the first one's class go before the others
    static Offer of(
            Journey journey,
            PathAnswer.Limits path,
            Choice.Chosen chosen,
            List<Option> all,
            List<Option> lastResorts,
            Function<Option, SessionClass> classOf) {
        SessionClass preferred = classOf.apply(all.getFirst());
        List<Option> ofClass = new ArrayList<>(all.size());
        List<Option> others = new ArrayList<>();
        all.forEach(option -> (classOf.apply(option) == preferred ? ofClass : others).add(option));
        return new Offer(journey, path, chosen, preferred, ofClass, others, lastResorts);
    }

    /// The last resorts alone.
    Offer ofLastResorts(Function<Option, SessionClass> classOf) {
        return of(journey, path, chosen, lastResorts, List.of(), classOf);
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
        return new Offer(journey, path, chosen, other, others, List.of(), lastResorts);
    }
}
