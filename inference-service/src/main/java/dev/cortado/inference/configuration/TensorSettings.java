package dev.cortado.inference.configuration;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a model on an Open Inference server takes and gives, below `cortado.inference.remote.open-inference`. A tensor
/// without a name is not sent or not asked for.
public interface TensorSettings {

    /// Whether the model answers in pieces, by Triton's ModelStreamInfer.
    @WithDefault("false")
    boolean streams();

    /// Whether tensors have a batch as their first dimension.
    @WithDefault("false")
    boolean batchDimension();

    /// Jinja template that makes a prompt of `messages`. Default: a line `role: content` for each message, and
    /// `assistant:`.
    Optional<Path> templateFile();

    /// Input, BYTES: the prompt.
    @WithDefault("text_input")
    String promptTensor();

    /// Input, INT32: the most tokens to draw.
    Optional<String> completionMaxTensor();

    /// Input, FP32.
    Optional<String> temperatureTensor();

    /// Input, FP32.
    Optional<String> topPTensor();

    /// Input, UINT64.
    Optional<String> seedTensor();

    /// Input, BYTES: stop texts.
    Optional<String> stopsTensor();

    /// Input, BOOL: whether to answer in pieces.
    Optional<String> streamTensor();

    /// Input, BYTES: all of the above as one JSON object, as Triton's vLLM backend takes it.
    Optional<String> samplingJsonTensor();

    /// Output, BYTES: the text.
    @WithDefault("text_output")
    String textTensor();

    /// Output, an integer: tokens of the prompt.
    Optional<String> promptTokensTensor();

    /// Output, an integer: tokens of the text, of each piece where there are several.
    Optional<String> completionTokensTensor();

    /// Inputs that are always the same, by name, each `TYPE:value`, such as `BOOL:true`.
    Map<String, String> constants();
}
