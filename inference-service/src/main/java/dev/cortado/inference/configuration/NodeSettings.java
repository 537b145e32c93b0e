package dev.cortado.inference.configuration;

import dev.cortado.inference.batching.BatchingLimits;
import dev.cortado.inference.batching.StepPlanner;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Who this node is and what it serves.
@ConfigMapping(prefix = "cortado.inference")
public interface NodeSettings {

    /// The node's name, unique among all nodes.
    @WithDefault("cpu-small-1")
    String node();

    /// The pool it belongs to.
    @WithDefault("cpu-small")
    String pool();

    /// What generates: `llama` is libllama in this process, `openai` a server with OpenAI's HTTP interface,
    /// `open-inference` one of the Open Inference Protocol (KServe v2 over gRPC).
    @WithDefault("llama")
    String engine();

    /// Variants to serve, by the catalogue's ids; loaded in this order, each once its file is there.
    @WithDefault("smollm2-135m-instruct-q4_1,qwen2.5-coder-0.5b-instruct-q4_k_m")
    List<String> variants();

    /// Time between two looks for a variant's file that is not there yet.
    @WithDefault("PT0.5S")
    Duration fileCheckInterval();

    /// Whether a file is held against the catalogue's sha256 before it is loaded. The launcher has done so for every
    /// file that it links, hence the default; it takes some seconds for each GB.
    @WithDefault("false")
    boolean verifyChecksums();

    /// Compute threads, shared by all variants, which take turns; at most the available cores. Default: half of them,
    /// at least 1, so that two pools on one machine do not pass its cores together.
    OptionalInt threads();

    /// How long an idle compute thread spins for the next work before it sleeps: 0 (sleeps at once) to 100.
    @WithDefault("10")
    int threadPollLevel();

    /// Ids of used tokens remembered at once, until their publish_by.
    @WithDefault("1000000")
    int usedTokensMax();

    /// How long running attempts may go on once the node is asked to stop.
    @WithDefault("PT30S")
    Duration drainTimeMax();

    /// How long attempts of other variants may go on where an engine is lost, before the process ends so that it is
    /// started anew.
    @WithDefault("PT1S")
    Duration lostEngineDrainTimeMax();

    BatchingSettings batching();

    MemorySettings memory();

    SamplingSettings sampling();

    PreparationSettings preparation();

    MeteringSettings metering();

    GrpcSettings grpc();

    RemoteSettings remote();

    HardwareSettings hardware();

    /// How attempts share the model's steps.
    interface BatchingSettings {

        /// Attempts of one variant that wait for a slot.
        @WithDefault("64")
        int queueDepthMax();

        /// Percent of that queue, and of the one for prompts to be counted, that one organisation may fill, 1 to 100.
        @WithDefault("75")
        int tenantShareMaxPercent();

        /// Whether a prompt that begins like what the same organisation left in a slot, under the same adapter and
        /// scale, is computed only from where it differs.
        @WithDefault("true")
        boolean prefixReuse();

        /// How long the streams of one adapter step before those of another get their turn.
        @WithDefault("PT0.05S")
        Duration adapterTurn();

        /// Prompt tokens of a step with nothing beside it. Such a step is given up once if another request comes.
        @WithDefault("512")
        int prefillTokens();

        /// Prompt tokens of a step beside other requests, the shortest prompt first: more speeds prompts up and lets
        /// streams and newcomers wait longer.
        @WithDefault("64")
        int prefillTokensShared();

        /// Prompt tokens of a step, on top of that, for a prompt that shorter ones overtake.
        @WithDefault("16")
        int prefillTokensBehind();

        /// For so long after another request came, a lone prompt takes steps of `prefill-tokens-shared`: the next one
        /// may come as soon.
        @WithDefault("PT10S")
        Duration prefillQuiet();

        /// How long an answer may stand still because its reader takes nothing, while others wait for a slot. Then it
        /// ends as cancelled, and what was generated is charged.
        @WithDefault("PT30S")
        Duration pauseMax();

        /// How often, within `recoveries-within`, a decode loop that failed unexpectedly begins anew: what runs then
        /// ends as an error. With one failure more the engine is lost, and the process ends to be started anew.
        @WithDefault("3")
        int recoveriesMax();

        /// The period of `recoveries-max`.
        @WithDefault("PT1M")
        Duration recoveriesWithin();

        /// The same as the engine takes them.
        default BatchingLimits limits() {
            return new BatchingLimits(
                    queueDepthMax(),
                    tenantShareMaxPercent(),
                    prefixReuse(),
                    adapterTurn(),
                    new StepPlanner(prefillTokens(), prefillTokensShared(), prefillTokensBehind()),
                    prefillQuiet(),
                    pauseMax(),
                    new BatchingLimits.Recovery(recoveriesMax(), recoveriesWithin()));
        }
    }

    /// How much memory the models may take.
    interface MemorySettings {

        /// Whether a model that needs more memory than there is, by the sizes in its file, is refused before loading.
        @WithDefault("true")
        boolean check();

        /// MiB that one model may need. Default: the memory of the machine or the container.
        OptionalLong modelMib();

        /// MiB of one model's key-value cache; where slots × context do not fit, there are fewer slots, and then less
        /// context. Default: what the catalogue's slots and context take.
        OptionalLong kvCacheMib();

        /// How the key-value cache is stored: f16, or q8_0 in about half the memory.
        @WithDefault("f16")
        String kvCacheType();

        /// MiB of a GPU's memory that one model may take. Default: nine tenths of what is free there.
        OptionalLong deviceMib();
    }

    /// What holds where a request is silent, and how much it may ask.
    interface SamplingSettings {

        @WithDefault("0.7")
        double temperature();

        @WithDefault("0.95")
        double topP();

        /// Stop texts of one request.
        @WithDefault("16")
        int stopsMax();

        /// Characters of one stop text.
        @WithDefault("256")
        int stopCharactersMax();

        /// Tokens with a logit bias of one request.
        @WithDefault("1024")
        int logitBiasesMax();

        /// Likeliest tokens told with each drawn one.
        @WithDefault("20")
        int topLogprobsMax();

        /// Tools of one request, and calls of one message.
        @WithDefault("128")
        int toolsMax();

        /// Bytes of one JSON Schema.
        @WithDefault("65536")
        int schemaBytesMax();

        /// How deep a JSON Schema may nest.
        @WithDefault("32")
        int schemaDepthMax();

        /// Grammar rules that the schemas of one request may become, each repetition of a part counted as one.
        @WithDefault("16384")
        int grammarRulesMax();

        /// In how many ways one beginning of an answer may be read at once by a schema: each is tried with every token.
        @WithDefault("512")
        int grammarWaysMax();
    }

    /// Where prompts are rendered and counted.
    interface PreparationSettings {

        @WithDefault("1")
        int threads();

        /// Prompts that wait to be counted.
        @WithDefault("256")
        int queueDepthMax();
    }

    /// The usage log.
    interface MeteringSettings {

        @WithDefault("usage.v1")
        String topic();

        /// How long an event waits for others to share its request to the broker.
        @WithDefault("PT0S")
        Duration linger();

        /// After which an append counts as not acknowledged.
        @WithDefault("PT4S")
        Duration deliveryTimeout();

        /// Time without an acknowledgement after which new work is refused.
        @WithDefault("PT2S")
        Duration silenceMax();

        /// How long a failed append keeps new work out.
        @WithDefault("PT5S")
        Duration closedAfterFailure();

        /// Time between two questions whether the broker is there.
        @WithDefault("PT0.5S")
        Duration probeInterval();

        /// How long one such question may take.
        @WithDefault("PT1S")
        Duration probeTimeMax();

        /// How often the topic's settings are read: so soon a change of them is noticed.
        @WithDefault("PT10S")
        Duration topicSettingsInterval();
    }

    /// The gRPC server.
    interface GrpcSettings {

        @WithDefault("127.0.0.1")
        String host();

        @WithDefault("27406")
        int port();

        @WithDefault("2")
        int eventLoops();

        /// Bytes of one request.
        @WithDefault("8388608")
        long messageBytesMax();

        /// Events of one attempt that may wait for the event loop before the attempt is paused.
        @WithDefault("64")
        int eventsUnwrittenMax();

        /// Longest time between two reports to a watcher.
        @WithDefault("PT1S")
        Duration reportInterval();
    }
}
