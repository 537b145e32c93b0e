package dev.cortado.accounting.report;

import dev.cortado.contracts.unit.NanoUsd;
import java.time.Instant;
import java.time.LocalDate;

/// What a part of a tenant was charged, by the days of the requests.
///
/// @param operatorBorne what came late or did not fit: the operator bears it
/// @param asOf every attempt appended to the usage log before this is in; empty log: the time of asking
public record Spend(
        String node,
        LocalDate from,
        LocalDate through,
        NanoUsd charged,
        NanoUsd operatorBorne,
        long attempts,
        long promptTokens,
        long completionTokens,
        Instant asOf) {}
