package dev.cortado.accounting.limit;

import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.window.WindowKind;
import java.time.ZoneId;

/// What a new limit says.
///
/// @param cap in the unit; 0 lets nothing through
/// @param hard whether it refuses, or only counts
public record LimitTerms(
        LimitUnit unit, WindowKind window, ZoneId zone, boolean hard, long cap, AlertPercents alertPercents) {}
