package dev.cortado.local.inspect;

/// A TCP socket that listens, and the process that owns it; `pid` is 0 where it cannot be seen.
public record ListeningSocket(String address, int port, long pid, String process) {
    /// Whether only this machine can reach it.
    public boolean loopback() {
        return address.startsWith("127.") || address.equals("::1") || address.equals("localhost");
    }
}
