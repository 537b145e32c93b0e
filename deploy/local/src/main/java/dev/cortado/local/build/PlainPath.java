package dev.cortado.local.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// A way to the sources that holds no blank. The generator of the gRPC classes hands paths to `protoc` with
/// their blanks escaped, and finds nothing there; a symbolic link without blanks leads it to the same files.
public final class PlainPath {
    private PlainPath() {}

    public static Path of(Path root) throws IOException {
        if (!root.toString().contains(" ")) {
            return root;
        }
        String name = "cortado-" + ProcessHandle.current().info().user().orElse("") + "-"
                + UUID.nameUUIDFromBytes(root.toString().getBytes(StandardCharsets.UTF_8));
        Path link = Path.of(System.getProperty("java.io.tmpdir")).resolve(name);
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(root)) {
            return link;
        }
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, root);
    }
}
