package dev.cortado.router.profile;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/// What a request calls a profile: `name` for the newest version, `name@3` for that one.
public record ProfileName(String name, OptionalInt version) {

    /// What a name may look like.
    public static final String EXPECTED = "1 to 64 letters, digits and . _ -, beginning with a letter or digit";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

    public ProfileName {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a profile's name: " + EXPECTED);
        }
    }

    /// @throws IllegalArgumentException where the text is neither form
    public static ProfileName parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return new ProfileName(text, OptionalInt.empty());
        }
        String version = text.substring(at + 1);
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a profile: give NAME or NAME@VERSION");
        }
        return new ProfileName(text.substring(0, at), OptionalInt.of(Integer.parseInt(version)));
    }

    @Override
    public String toString() {
        return version.isPresent() ? name + "@" + version.getAsInt() : name;
    }
}
