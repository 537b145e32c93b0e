package dev.cortado.inference.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// Who this node is and what it serves.
@ConfigMapping(prefix = "cortado.inference")
public interface NodeSettings {

    /// The node's name, unique among all nodes.
    @WithDefault("cpu-small-1")
    String node();

    /// The pool it belongs to.
    @WithDefault("cpu-small")
    String pool();

    /// Variants to serve, by the catalogue's ids; loaded in this order, each once its file is there.
    @WithDefault("smollm2-135m-instruct-q4_1,qwen2.5-coder-0.5b-instruct-q4_k_m")
    List<String> variants();

    /// Time between two looks for a variant's file that is not there yet.
    @WithDefault("PT0.5S")
    Duration fileCheckInterval();

    /// Compute threads, shared by all variants, which take turns. Default: half of the available cores, at least 1.
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

    BatchingSettings batching();

    SamplingSettings sampling();

    PreparationSettings preparation();

    MeteringSettings metering();

    GrpcSettings grpc();

    /// How attempts share the model's steps.
    interface BatchingSettings {

        /// Attempts of one variant that wait for a slot.
        @WithDefault("64")
        int queueDepthMax();

        /// Percent of that queue that one organisation may fill, 1 to 100.
        @WithDefault("75")
        int tenantShareMaxPercent();

        /// Prompt tokens of a step while no stream decodes.
        @WithDefault("128")
        int prefillTokens();

        /// Prompt tokens of a step beside decoding streams: more speeds the prompt up and slows the streams down.
        @WithDefault("64")
        int prefillTokensShared();
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
