package dev.cortado.accounting.identity;

/// A person in the directory.
///
/// @param id the subject of their tokens
/// @param email empty where there is none
/// @param enabled may sign in
public record Person(String id, String username, String email, boolean enabled) {}
