package dev.cortado.gateway.route;

/// A signed message between router and node that the gateway carries and cannot read: token, receipt or refusal.
///
/// Only the clients of those services implement it.
public interface SignedWord {}
