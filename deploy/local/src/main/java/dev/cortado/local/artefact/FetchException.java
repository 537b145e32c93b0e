package dev.cortado.local.artefact;

import java.io.IOException;

/// No source served; the message says what each one answered and where to lay the file by hand.
public final class FetchException extends IOException {
    public FetchException(String message) {
        super(message);
    }
}
