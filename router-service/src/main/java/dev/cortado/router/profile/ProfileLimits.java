package dev.cortado.router.profile;

/// How much an organisation may register.
///
/// @param textBytesMax UTF-8 bytes of one version's text
/// @param profilesMax profiles of one organisation
/// @param versionsMax versions of one profile
public record ProfileLimits(int textBytesMax, int profilesMax, int versionsMax) {}
