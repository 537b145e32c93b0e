package dev.cortado.accounting.posting;

import java.time.Instant;
import java.util.UUID;

/// A tick of the usage log, which the books know unless they were set back.
///
/// @param mark tells it from another one of its number, of books that were set back and count again
/// @param sessionsVoidBy by then every session is void that was granted anything before the next tick
public record LoggedTick(long number, UUID mark, Instant sessionsVoidBy) {}
