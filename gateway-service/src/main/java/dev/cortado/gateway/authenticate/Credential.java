package dev.cortado.gateway.authenticate;

import java.util.Optional;

/// What came in the `Authorization` header, by its form alone.
public sealed interface Credential {

    /// No such header, or an empty one.
    record Missing() implements Credential {}

    /// It is neither an API key nor a JWT, or there are two of them.
    record Malformed(String why) implements Credential {}

    record Key(ApiKey key, CredentialDigest digest) implements Credential {}

    record Jwt(String token, CredentialDigest digest) implements Credential {

        @Override
        public String toString() {
            return "Jwt[" + digest.hex() + "]";
        }
    }

    /// Reads the value of one `Authorization` header.
    ///
    /// @param lengthMax longest credential that is looked at, in characters
    static Credential read(String header, int lengthMax) {
        int space = header.indexOf(' ');
        String scheme = space < 0 ? header : header.substring(0, space);
        if (!scheme.equalsIgnoreCase("Bearer")) {
            return new Malformed("the Authorization header must read 'Bearer <API key or JWT>'");
        }
        String text = space < 0 ? "" : header.substring(space).strip();
        if (text.isEmpty()) {
            return new Missing();
        }
        if (text.length() > lengthMax) {
            return new Malformed("the credential is longer than " + lengthMax + " characters");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            return new Malformed("the credential holds characters that no API key or JWT has");
        }
        Optional<ApiKey> key = ApiKey.parse(text);
        if (key.isPresent()) {
            return new Key(key.get(), CredentialDigest.of(text));
        }
        return hasThreeParts(text)
                ? new Jwt(text, CredentialDigest.of(text))
                : new Malformed("incorrect API key: its form or checksum is wrong");
    }

    private static boolean hasThreeParts(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        return first > 0
                && second > first + 1
                && second < text.length() - 1
                && text.indexOf('.', second + 1) < 0
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
    }
}
