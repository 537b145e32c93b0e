package dev.cortado.inference.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.contracts.openinference.ModelInferRequest;
import dev.cortado.contracts.openinference.ModelInferRequest.InferRequestedOutputTensor;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.Submission;
import dev.cortado.inference.remote.RemoteOrder;
import java.util.List;
import java.util.Optional;

/// Writes inference requests: the prompt and how to sample, as far as the model has tensors for it.
final class InferRequests {

    private final OpenInferenceSettings settings;
    private final OpenInferenceSettings.Tensors names;
    private final InferTensors tensors;
    private final ObjectMapper json = new ObjectMapper();

    InferRequests(OpenInferenceSettings settings) {
        this.settings = settings;
        this.names = settings.tensors();
        this.tensors = new InferTensors(settings.batchDimension());
    }

    /// What an order asks that the model has no tensor for. Temperature and top-p are not among it: where they have no
    /// tensor the server's own hold.
    Optional<Submission.Unserved> unserved(RemoteOrder order) {
        Sampling sampling = order.sampling();
        if (!names.samplingJson().isEmpty()) {
            return Optional.empty();
        }
        if (sampling.seed().isPresent() && names.seed().isEmpty()) {
            return unserved("seed");
        }
        if (!order.stops().isEmpty() && names.stops().isEmpty()) {
            return unserved("stop");
        }
        if (sampling.presencePenalty() != 0) {
            return unserved("presence_penalty");
        }
        return sampling.frequencyPenalty() != 0 ? unserved("frequency_penalty") : Optional.empty();
    }

    private static Optional<Submission.Unserved> unserved(String field) {
        return Optional.of(new Submission.Unserved(field, field + ": the model's server has no input for it"));
    }

    ModelInferRequest generation(RemoteOrder order, String prompt) {
        Sampling sampling = order.sampling();
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder()
                .setModelName(order.model())
                .addInputs(tensors.texts(names.prompt(), List.of(prompt)));
        if (!names.completionMax().isEmpty()) {
            request.addInputs(tensors.int32(
                    names.completionMax(), Math.toIntExact(order.completionMax().count())));
        }
        if (!names.temperature().isEmpty()) {
            request.addInputs(tensors.fp32(names.temperature(), sampling.temperature()));
        }
        if (!names.topP().isEmpty()) {
            request.addInputs(tensors.fp32(names.topP(), sampling.topP()));
        }
        if (!names.seed().isEmpty() && sampling.seed().isPresent()) {
            request.addInputs(tensors.uint64(names.seed(), sampling.seed().getAsLong()));
        }
        if (!names.stops().isEmpty() && !order.stops().isEmpty()) {
            request.addInputs(tensors.texts(names.stops(), order.stops()));
        }
        if (!names.stream().isEmpty()) {
            request.addInputs(tensors.bool(names.stream(), settings.streams()));
        }
        if (!names.samplingJson().isEmpty()) {
            request.addInputs(tensors.texts(names.samplingJson(), List.of(together(order))));
        }
        settings.constants().forEach((name, value) -> request.addInputs(tensors.ofConstant(name, value)));
        for (String output : List.of(names.text(), names.promptTokens(), names.completionTokens())) {
            if (!output.isEmpty()) {
                request.addOutputs(InferRequestedOutputTensor.newBuilder().setName(output));
            }
        }
        return request.build();
    }

    /// By the names that vLLM gives them, whose Triton backend takes them so.
    private String together(RemoteOrder order) {
        Sampling sampling = order.sampling();
        ObjectNode all = json.createObjectNode()
                .put("max_tokens", order.completionMax().count())
                .put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put("presence_penalty", sampling.presencePenalty())
                .put("frequency_penalty", sampling.frequencyPenalty());
        sampling.seed().ifPresent(seed -> all.put("seed", seed));
        if (!order.stops().isEmpty()) {
            order.stops().forEach(all.putArray("stop")::add);
        }
        return all.toString();
    }
}
