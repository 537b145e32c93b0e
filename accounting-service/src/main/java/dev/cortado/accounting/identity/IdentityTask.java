package dev.cortado.accounting.identity;

/// A step that is due for one organisation.
///
/// @param attempts how often it was begun, this time included
/// @param taken which taking of the task this is, by any instance
public record IdentityTask(long id, Tenant organisation, IdentityStep step, int attempts, long taken) {}
