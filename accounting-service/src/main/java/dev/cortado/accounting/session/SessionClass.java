package dev.cortado.accounting.session;

/// How long the attempts of a session may be: short ones may leave idle slack in leases, long ones hold exactly.
public enum SessionClass {
    SHORT,
    LONG
}
