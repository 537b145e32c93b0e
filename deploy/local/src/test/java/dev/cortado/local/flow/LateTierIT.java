package dev.cortado.local.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a newcomer meets: the stack is ready with the small tier, and the medium model's file comes later.
class LateTierIT {

    private static final String SMALL_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf";
    private static final String MEDIUM_FILE = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";
    private static final String PART = "inference-small";
    private static final Duration JOINED_WITHIN = Duration.ofMinutes(2);
    private static final String AUTO = """
            {"model":"auto","max_tokens":4,"messages":[{"role":"user","content":"Say yes."}]}""";
    private static final String MEDIUM = """
            {"model":"medium","max_tokens":4,"messages":[{"role":"user","content":"Say yes."}]}""";

    @TempDir
    private Path directory;

    @Test
    void mediumModelThatComesLater_joinsWithoutARestart_andNoRequestFails() throws Exception {
        Path cache = cacheWithoutMedium();
        Map<SettingKey, String> settings = Map.of(
                SettingKey.CACHE_DIR, cache.toString(),
                SettingKey.BACKGROUND_FETCH, "false",
                SettingKey.PARTS, "postgres,kafka,inference-small,accounting,router,gateway");
        try (StackUnderTest stack = StackUnderTest.own(EnumSet.of(Tier.SMALL, Tier.MEDIUM), settings)) {
            long before = Objects.requireNonNull(stack.stack().processes().get(PART));
            assertEquals(200, stack.chat(stack.demoKey(), AUTO).statusCode());
            assertEquals(503, stack.chat(stack.demoKey(), MEDIUM).statusCode());

            AtomicBoolean joined = new AtomicBoolean();
            List<String> failures = new CopyOnWriteArrayList<>();
            Thread client = new Thread(() -> ask(stack, joined, failures));
            client.start();
            Files.createSymbolicLink(
                    cache.resolve("models").resolve(MEDIUM_FILE),
                    wholeCache().resolve("models").resolve(MEDIUM_FILE));
            try {
                stack.stack().awaitTier(Tier.MEDIUM, JOINED_WITHIN);
            } finally {
                joined.set(true);
                client.join();
            }

            assertEquals(List.of(), failures);
            assertEquals(before, stack.stack().processes().get(PART), "the process was restarted");
            assertEquals(200, stack.chat(stack.demoKey(), MEDIUM).statusCode());
        }
    }

    private static void ask(StackUnderTest stack, AtomicBoolean joined, List<String> failures) {
        int asked = 0;
        while (!joined.get()) {
            var answer = stack.chat(stack.demoKey(), AUTO);
            if (answer.statusCode() != 200) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
            asked++;
        }
        if (asked == 0) {
            failures.add("nothing was asked");
        }
    }

    /// Links to everything that the whole cache has, but for the medium and large models.
    private Path cacheWithoutMedium() throws IOException {
        Path cache = Files.createDirectories(directory.resolve("cache"));
        for (String shared : List.of("programs", "engine")) {
            Files.createSymbolicLink(cache.resolve(shared), wholeCache().resolve(shared));
        }
        Path models = Files.createDirectories(cache.resolve("models"));
        Files.createSymbolicLink(
                models.resolve(SMALL_FILE), wholeCache().resolve("models").resolve(SMALL_FILE));
        return cache;
    }

    private static Path wholeCache() {
        return StackUnderTest.cacheDirectory();
    }
}
