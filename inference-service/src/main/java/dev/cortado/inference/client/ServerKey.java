package dev.cortado.inference.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The key by which a server lets this node in: from an environment variable, or from a file, which is read again for
/// each request, since mounted secrets change. It is never part of a message, and nothing here prints it.
public final class ServerKey {

    private static final int LENGTH_MAX = 8192;
    private static final int WORDS_MAX = 300;
    private static final String HIDDEN = "[key]";

    private final @Nullable String fixed;
    private final @Nullable Path file;

    private ServerKey(@Nullable String fixed, @Nullable Path file) {
        this.fixed = fixed;
        this.file = file;
    }

    /// A server that asks for no key.
    public static ServerKey none() {
        return new ServerKey(null, null);
    }

    /// @param value of an environment variable
    /// @param name of that variable, for messages
    /// @throws IllegalArgumentException if it is absent or no key
    public static ServerKey ofVariable(@Nullable String value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        return new ServerKey(checked(value, "the environment variable " + name), null);
    }

    /// @throws IllegalArgumentException if the file cannot be read now or holds no key
    public static ServerKey ofFile(Path file) {
        read(file);
        return new ServerKey(null, file);
    }

    /// @throws IllegalArgumentException if the file can no longer be read or holds no key
    Optional<String> value() {
        if (fixed != null) {
            return Optional.of(fixed);
        }
        return file == null ? Optional.empty() : Optional.of(read(file));
    }

    /// A server's words for people: on one line, not too many, and without the key, should it repeat it.
    String words(String text) {
        String line = hide(text).replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > WORDS_MAX ? line.substring(0, WORDS_MAX) + "…" : line;
    }

    private String hide(String text) {
        try {
            return value().map(key -> text.replace(key, HIDDEN)).orElse(text);
        } catch (IllegalArgumentException gone) {
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return checked(Files.readString(file), "the file " + file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the key's file " + file + " cannot be read", e);
        }
    }

    /// Only what may stand in a header: the HTTP client would print anything else in its refusal.
    private static String checked(String text, String where) {
        String key = text.strip();
        if (key.isEmpty() || key.length() > LENGTH_MAX || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    where + " must hold one key of 1 to " + LENGTH_MAX + " printable characters without spaces");
        }
        return key;
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
