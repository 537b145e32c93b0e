package dev.cortado.inference.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.node.VariantPlan;
import dev.cortado.inference.remote.RemoteModel;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private final NodeSettings settings =
            new SmallRyeConfigBuilder().withMapping(NodeSettings.class).build().getConfigMapping(NodeSettings.class);

    @Test
    void defaults_node() {
        assertEquals("cpu-small-1", settings.node());
        assertEquals("cpu-small", settings.pool());
        assertEquals(List.of("smollm2-135m-instruct-q4_1", "qwen2.5-coder-0.5b-instruct-q4_k_m"), settings.variants());
        assertEquals(Duration.ofMillis(500), settings.fileCheckInterval());
        assertTrue(settings.threads().isEmpty());
        assertFalse(settings.verifyChecksums());
        assertEquals(10, settings.threadPollLevel());
        assertEquals(1_000_000, settings.usedTokensMax());
        assertEquals(Duration.ofSeconds(30), settings.drainTimeMax());
        assertEquals(Duration.ofSeconds(1), settings.lostEngineDrainTimeMax());
    }

    @Test
    void defaults_generation() {
        assertEquals(64, settings.batching().queueDepthMax());
        assertEquals(75, settings.batching().tenantShareMaxPercent());
        assertTrue(settings.batching().prefixReuse());
        assertEquals(Duration.ofMillis(50), settings.batching().adapterTurn());
        assertEquals(512, settings.batching().prefillTokens());
        assertEquals(64, settings.batching().prefillTokensShared());
        assertEquals(16, settings.batching().prefillTokensBehind());
        assertEquals(Duration.ofSeconds(10), settings.batching().prefillQuiet());
        assertEquals(Duration.ofSeconds(30), settings.batching().pauseMax());
        assertEquals(3, settings.batching().recoveriesMax());
        assertEquals(Duration.ofMinutes(1), settings.batching().recoveriesWithin());
        assertEquals(0.7, settings.sampling().temperature());
        assertEquals(0.95, settings.sampling().topP());
        assertEquals(16, settings.sampling().stopsMax());
        assertEquals(256, settings.sampling().stopCharactersMax());
        assertEquals(1_024, settings.sampling().logitBiasesMax());
        assertEquals(20, settings.sampling().topLogprobsMax());
        assertEquals(128, settings.sampling().toolsMax());
        assertEquals(65_536, settings.sampling().schemaBytesMax());
        assertEquals(32, settings.sampling().schemaDepthMax());
        assertEquals(16_384, settings.sampling().grammarRulesMax());
        assertEquals(512, settings.sampling().grammarWaysMax());
        assertEquals(1, settings.preparation().threads());
        assertEquals(256, settings.preparation().queueDepthMax());
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x64",
        "Linux, aarch64, linux-arm64",
        "Mac OS X, aarch64, mac-arm64-metal",
        "Mac OS X, x86_64, mac-x64"
    })
    void platform_isAnEntryOfTheCatalogue(String system, String architecture, String platform) throws IOException {
        assertEquals(platform, Catalogue.platform(system, architecture));
        Path file = Path.of("../deploy/catalogue.json");
        assertFalse(Catalogue.read(file).library(platform).libllama().toString().isBlank());
    }

    @Test
    void defaults_memory() {
        assertTrue(settings.memory().check());
        assertTrue(settings.memory().modelMib().isEmpty());
        assertTrue(settings.memory().kvCacheMib().isEmpty());
        assertEquals("f16", settings.memory().kvCacheType());
        assertTrue(settings.memory().deviceMib().isEmpty());
    }

    @Test
    void defaults_metering() {
        assertEquals("usage.v1", settings.metering().topic());
        assertEquals(Duration.ZERO, settings.metering().linger());
        assertEquals(Duration.ofSeconds(4), settings.metering().deliveryTimeout());
        assertEquals(Duration.ofSeconds(2), settings.metering().silenceMax());
        assertEquals(Duration.ofSeconds(5), settings.metering().closedAfterFailure());
        assertEquals(Duration.ofMillis(500), settings.metering().probeInterval());
        assertEquals(Duration.ofSeconds(1), settings.metering().probeTimeMax());
        assertEquals(Duration.ofSeconds(10), settings.metering().topicSettingsInterval());
    }

    @Test
    void defaults_grpc() {
        assertEquals("127.0.0.1", settings.grpc().host());
        assertEquals(27406, settings.grpc().port());
        assertEquals(2, settings.grpc().eventLoops());
        assertEquals(8_388_608, settings.grpc().messageBytesMax());
        assertEquals(64, settings.grpc().eventsUnwrittenMax());
        assertEquals(Duration.ofSeconds(1), settings.grpc().reportInterval());
    }

    @Test
    void defaults_remote() {
        assertEquals("llama", settings.engine());
        RemoteSettings remote = settings.remote();
        assertTrue(remote.url().isEmpty()
                && remote.keyVariable().isEmpty()
                && remote.keyFile().isEmpty());
        assertEquals(Duration.ofSeconds(3), remote.connectTimeMax());
        assertEquals(Duration.ofSeconds(2), remote.answerTimeMax());
        assertEquals(Duration.ofSeconds(60), remote.firstTokenTimeMax());
        assertEquals(Duration.ofSeconds(30), remote.silenceMax());
        assertEquals(Duration.ofSeconds(5), remote.usageTimeMax());
        assertEquals(2, remote.retriesMax());
        assertEquals(Duration.ofMillis(200), remote.retryDelay());
        assertEquals(Duration.ofSeconds(2), remote.healthInterval());
        assertEquals("max_tokens", remote.completionMaxField());
        assertFalse(remote.prefixesShared());
        assertEquals(1_048_576, remote.eventBytesMax());
        assertEquals(8, remote.countThreads());
        assertEquals(64, remote.templateTokensFixed());
        assertEquals(16, remote.templateTokensPerMessage());
        assertEquals(512, remote.templateTokensTools());
        assertEquals(64, remote.templateTokensPerTool());
        assertEquals(16, remote.bytesPerTokenMax());
        assertEquals(128, remote.bytesBeyond());
        assertEquals(4, remote.bytesPerTokenUsual());
        assertFalse(remote.openInference().streams());
        assertFalse(remote.openInference().batchDimension());
        assertEquals("text_input", remote.openInference().promptTensor());
        assertEquals("text_output", remote.openInference().textTensor());
        assertTrue(remote.openInference().seedTensor().isEmpty());
        assertTrue(remote.openInference().constants().isEmpty());
        assertTrue(settings.hardware().kind().isEmpty());
    }

    @Test
    void catalogue_variantOnAServer_isPlannedWithoutAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("catalogue.json"), """
                {"variants": [
                  {"id": "far", "contextTokens": 4096, "slots": 8,
                   "remote": {"model": "org/model", "adapters": {"brand": "org/model-brand"},
                              "capabilities": ["json_schema", "tools"]}},
                  {"id": "odd", "contextTokens": 4096, "slots": 8,
                   "remote": {"model": "m", "capabilities": ["telepathy"]}},
                  {"id": "several", "contextTokens": 4096, "slots": 8,
                   "remote": {"model": "m", "capabilities": ["n"]}},
                  {"id": "nowhere", "contextTokens": 4096, "slots": 8, "remote": {"model": " "}}],
                 "engine": {"libraries": []}}""");
        Catalogue catalogue = Catalogue.read(file);
        VariantPlan plan = catalogue.plan("far", Path.of("models"), true);
        assertEquals(4096, plan.contextTokens());
        assertEquals(8, plan.slots());
        assertEquals(
                new RemoteModel(
                        "org/model",
                        Map.of("brand", "org/model-brand"),
                        Set.of(Capability.JSON_SCHEMA, Capability.TOOLS)),
                catalogue.remoteModel("far").orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> catalogue.remoteModel("nowhere"));
        assertThrows(IllegalArgumentException.class, () -> catalogue.remoteModel("several"));
        String said = String.valueOf(assertThrows(IllegalStateException.class, () -> catalogue.remoteModel("odd"))
                .getMessage());
        assertTrue(said.contains("'telepathy'") && said.contains("json_schema"), said);
    }

    @Test
    void catalogue_variantWithAnAdapter_isPlannedOnItsBase(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("catalogue.json"), """
                {"variants": [
                  {"id": "plain", "file": "plain.gguf", "sha256": "ab", "contextTokens": 100, "slots": 3},
                  {"id": "brand", "base": "plain",
                   "adapter": {"id": "b1", "kind": "lora", "file": "adapters/b1.gguf", "sha256": "cd", "scale": 1.5}},
                  {"id": "lost", "base": "nowhere",
                   "adapter": {"id": "b2", "kind": "lora", "file": "b2.gguf", "scale": 1}},
                  {"id": "mute", "base": "plain", "adapter": {"id": "b3", "kind": "lora", "file": "b3.gguf"}}],
                 "engine": {"libraries": []}}""");
        Files.createDirectories(folder.resolve("adapters"));
        Files.createFile(folder.resolve("adapters/b1.gguf"));
        Catalogue catalogue = Catalogue.read(file);
        assertEquals(
                new VariantPlan(
                        new VariantId("brand"),
                        folder.resolve("adapters/b1.gguf"),
                        "cd",
                        100,
                        3,
                        new VariantPlan.Adapted(new VariantId("plain"), "b1", 1.5)),
                catalogue.plan("brand", Path.of("models"), true));
        assertEquals("ab", catalogue.plan("plain", Path.of("models"), true).sha256());
        assertEquals("", catalogue.plan("plain", Path.of("models"), false).sha256());
        assertThrows(IllegalStateException.class, () -> catalogue.plan("lost", Path.of("models"), true));
        assertThrows(IllegalStateException.class, () -> catalogue.plan("mute", Path.of("models"), true));
    }

    @Test
    void catalogue_defaultVariants_areThere() {
        Catalogue catalogue = Catalogue.read(Path.of("../deploy/catalogue.json"));
        for (String id : settings.variants()) {
            assertEquals(8_192, catalogue.plan(id, Path.of("models"), false).contextTokens());
        }
        String message = String.valueOf(
                assertThrows(IllegalStateException.class, () -> catalogue.plan("no-such", Path.of("models"), false))
                        .getMessage());
        assertTrue(message.contains("no-such"), message);
        assertThrows(IllegalStateException.class, () -> catalogue.library("plan9-mips"));
        assertThrows(IllegalStateException.class, () -> Catalogue.read(Path.of("missing.json")));
    }
}
