package dev.cortado.contracts.unit;

/// The form that names and ids share: 1 to 128 letters, digits and `. _ : / @ -`.
final class Identifiers {

    private static final int LENGTH_MAX = 128;

    private Identifiers() {}

    static void check(String what, String value) {
        if (value.isEmpty() || value.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(what + " must have 1 to " + LENGTH_MAX + " characters");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "._:/@-".indexOf(c) >= 0;
            if (!allowed) {
                throw new IllegalArgumentException(what + " may hold letters, digits and ._:/@- only");
            }
        }
    }
}
