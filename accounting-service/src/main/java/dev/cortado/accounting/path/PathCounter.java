package dev.cortado.accounting.path;

import dev.cortado.accounting.window.Window;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LimitId;

/// One counter on a path, amounts in its unit.
///
/// @param node id of the organisation, team, project or key the limit hangs on
public record PathCounter(
        CounterId counter,
        LimitId limit,
        String node,
        LimitUnit unit,
        WindowKind kind,
        boolean hard,
        Window window,
        long capInForce,
        long committed,
        long spent) {}
