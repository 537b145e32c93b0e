package dev.cortado.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.LocalStack;
import dev.cortado.local.secret.ApiKey;
import dev.cortado.local.secret.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Files that tell a bench's program more than fits into its arguments: secrets are in them, so only this user may read
/// them.
record BenchFiles(Path directory) {
    /// How each of these services is started.
    Path commands(LocalStack stack, List<String> services) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String service : services) {
            all.put(service, stack.service(service));
        }
        return written("services.json", all);
    }

    /// So many new API keys.
    Path keys(int count) throws IOException {
        SecureRandom random = new SecureRandom();
        List<Map<String, String>> keys = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            ApiKey key = ApiKey.random(random);
            keys.add(Map.of("text", key.text(), "publicId", key.publicId(), "secretSha256", key.secretSha256()));
        }
        return written("keys.json", keys);
    }

    private Path written(String name, Object content) throws IOException {
        Path file = directory.resolve(name);
        PrivateFiles.write(file, new ObjectMapper().writeValueAsString(content));
        return file;
    }
}
