package dev.cortado.inference.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// How a server of the Open Inference Protocol is reached, and what the tensors of its model are called.
///
/// @param address `grpc://host:port`, or `grpcs://` for TLS
/// @param answerTimeMax of a probe
/// @param streams whether the model answers a request in pieces, by `ModelStreamInfer`
/// @param batchDimension whether the model's tensors have a batch as their first dimension
/// @param tensors names; an empty one is not sent or not asked for
/// @param constants further inputs that are always the same, each `TYPE:value`, such as `BOOL:true`
public record OpenInferenceSettings(
        URI address,
        ServerKey key,
        Duration connectTimeMax,
        Duration answerTimeMax,
        boolean streams,
        boolean batchDimension,
        Tensors tensors,
        Map<String, String> constants) {

    private static final int PORT_USUAL = 8001;

    /// @throws IllegalArgumentException if the address is none, or carries a secret
    public OpenInferenceSettings {
        constants = Map.copyOf(constants);
        boolean grpc = "grpc".equals(address.getScheme()) || "grpcs".equals(address.getScheme());
        if (!grpc || address.getHost() == null || address.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "an Open Inference server's address must be grpc:// or grpcs:// with a host, and no user");
        }
        constants.forEach(InferTensors::constant);
    }

    /// Inputs: the prompt, the most tokens to draw (INT32), temperature and top-p (FP32), seed (UINT64), stop texts
    /// (BYTES), whether to answer in pieces (BOOL), and everything together as JSON (BYTES). Outputs: the text, and
    /// how many tokens the prompt and the text have.
    public record Tensors(
            String prompt,
            String completionMax,
            String temperature,
            String topP,
            String seed,
            String stops,
            String stream,
            String samplingJson,
            String text,
            String promptTokens,
            String completionTokens) {}

    boolean tls() {
        return "grpcs".equals(address.getScheme());
    }

    int port() {
        return address.getPort() < 0 ? PORT_USUAL : address.getPort();
    }
}
