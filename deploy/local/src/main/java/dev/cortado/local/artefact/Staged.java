package dev.cortado.local.artefact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes a directory whole or not at all: it is filled beside its place and moved there at the end, so that one
/// that exists is complete.
final class Staged {
    /// Fills the directory.
    interface Filling {
        void fill(Path directory) throws IOException, InterruptedException;
    }

    private Staged() {}

    static void directory(Path place, Filling filling) throws IOException, InterruptedException {
        if (Files.isDirectory(place)) {
            return;
        }
        Path beside = place.resolveSibling(
                "." + place.getFileName() + "." + ProcessHandle.current().pid());
        FileTree.delete(beside);
        Files.createDirectories(beside);
        try {
            filling.fill(beside);
            try {
                Files.move(beside, place);
            } catch (IOException e) {
                if (!Files.isDirectory(place)) {
                    throw e;
                }
            }
        } finally {
            FileTree.delete(beside);
        }
    }
}
