package dev.cortado.gateway.http;

import java.io.IOException;
import java.util.regex.Pattern;

/// Names that OpenAI's API bounds: of functions and schemas.
final class Names {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int CHARACTERS_MAX = 1024;

    private Names() {}

    static String read(JsonFields json) throws IOException, InvalidRequest {
        String name = json.string(CHARACTERS_MAX);
        if (!NAME.matcher(name).matches()) {
            throw json.invalid("must be 1 to 64 of the characters a-z, A-Z, 0-9, _ and -");
        }
        return name;
    }
}
