package dev.cortado.local.supervise;

import dev.cortado.local.process.ProcessMark;
import dev.cortado.local.secret.PrivateFiles;
import dev.cortado.local.settings.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;

/// A stack that a test or a bench has started ends with the process that started it, however that one ends.
final class Owner {
    private Owner() {}

    static void write(DataDirectory data, ProcessMark owner) throws IOException {
        PrivateFiles.write(data.owner(), owner.pid() + " " + owner.start() + "\n");
    }

    /// True also where there is no owner.
    static boolean lives(DataDirectory data) {
        try {
            if (!Files.exists(data.owner())) {
                return true;
            }
            String[] words = Files.readString(data.owner()).strip().split(" ", 2);
            return new ProcessMark(Long.parseLong(words[0]), words[1]).alive();
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }
}
