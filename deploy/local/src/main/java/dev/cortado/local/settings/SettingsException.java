package dev.cortado.local.settings;

/// What a person wrote cannot be used; the message names the key and what would be right.
public final class SettingsException extends RuntimeException {
    public SettingsException(String message) {
        super(message);
    }
}
