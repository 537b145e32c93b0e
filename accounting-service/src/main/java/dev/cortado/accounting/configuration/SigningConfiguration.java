package dev.cortado.accounting.configuration;

import io.smallrye.config.ConfigMapping;

/// Keys that tokens and receipts are signed with.
@ConfigMapping(prefix = "cortado.signing")
public interface SigningConfiguration {

    /// `id:base64[,id:base64]`, each key of at least 32 bytes; the same in every service. No default.
    String keys();
}
