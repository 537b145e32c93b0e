package dev.cortado.accounting.posting;

/// What the node says an attempt spent of a hold.
public record Charge(Hold hold, long charged) {}
