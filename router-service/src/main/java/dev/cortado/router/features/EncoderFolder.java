package dev.cortado.router.features;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// A folder with the jars of a [SentenceEncoder] and of what it runs on, which are no part of the router's own.
public final class EncoderFolder {

    private EncoderFolder() {}

    /// Its classes stay for as long as the process does.
    ///
    /// @throws IllegalArgumentException where no sentence model can be had from there; says why
    public static SentenceEncoder open(Path folder) {
        URL[] jars = jars(folder).stream().map(EncoderFolder::url).toArray(URL[]::new);
        ClassLoader classes = new URLClassLoader("sentence-encoder", jars, SentenceEncoder.class.getClassLoader());
        try {
            return ServiceLoader.load(SentenceEncoder.class, classes)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "none of the " + jars.length + " jars in " + folder + " has a sentence encoder"));
        } catch (ServiceConfigurationError | LinkageError e) {
            throw unusable(folder, e);
        }
    }

    private static IllegalArgumentException unusable(Path folder, Throwable why) {
        Throwable innermost = why;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return new IllegalArgumentException(
                "the sentence encoder in " + folder + " cannot be loaded: " + innermost, why);
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder + " with a sentence encoder's jars");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(file + " has no address", e);
        }
    }
}
