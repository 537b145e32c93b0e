package dev.cortado.inference.llama;

import dev.cortado.inference.gguf.GgufFile;
import dev.cortado.inference.gguf.GgufFile.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Whether an adapter was made for a model: the same architecture, and for each weight that it changes the shape that
/// the model has.
final class AdapterFit {

    private static final String A = ".lora_a";
    private static final String B = ".lora_b";
    private static final String NORM = "_norm.weight";
    private static final String EMBEDDING = "token_embd.weight";
    private static final String ARCHITECTURE = "general.architecture";

    private AdapterFit() {}

    /// @return why not; empty if it fits
    static Optional<String> mismatch(GgufFile base, GgufFile adapter) {
        if (!adapter.text("general.type").equals(Optional.of("adapter"))
                || !adapter.text("adapter.type").equals(Optional.of("lora"))) {
            return Optional.of("the file is no LoRA adapter: general.type must be adapter and adapter.type lora");
        }
        if (!adapter.text(ARCHITECTURE).equals(base.text(ARCHITECTURE))) {
            return Optional.of("the adapter is for another base: its architecture is "
                    + adapter.text(ARCHITECTURE).orElse("unnamed") + ", the model's is "
                    + base.text(ARCHITECTURE).orElse("unnamed"));
        }
        Map<String, Tensor> weights =
                base.tensors().stream().collect(Collectors.toMap(Tensor::name, Function.identity(), (a, b) -> a));
        Map<String, Tensor> changes =
                adapter.tensors().stream().collect(Collectors.toMap(Tensor::name, Function.identity(), (a, b) -> a));
        return changes.keySet().stream()
                .sorted()
                .flatMap(name -> mismatch(name, weights, changes).stream())
                .findFirst();
    }

    private static Optional<String> mismatch(String name, Map<String, Tensor> weights, Map<String, Tensor> changes) {
        if (name.endsWith(NORM)) {
            return Optional.empty();
        }
        if (!name.endsWith(A) && !name.endsWith(B)) {
            return Optional.of("the adapter's tensor " + name + " is neither lora_a nor lora_b");
        }
        String weight = name.substring(0, name.length() - A.length());
        Tensor a = changes.get(weight + A);
        Tensor b = changes.get(weight + B);
        Tensor of = weights.get(weight);
        if (a == null || b == null) {
            return Optional.of("the adapter has only one of lora_a and lora_b for " + weight);
        }
        if (of == null) {
            return Optional.of("the adapter is for another base: the model has no " + weight);
        }
        boolean embedding = weight.endsWith(EMBEDDING);
        long input = embedding ? b.dimension(1) : a.dimension(0);
        long output = embedding ? a.dimension(1) : b.dimension(1);
        if (of.dimension(0) != input || of.dimension(1) != output) {
            return Optional.of("the adapter is for another base: " + weight + " is " + of.dimension(0) + " × "
                    + of.dimension(1) + " in the model and " + input + " × " + output + " in the adapter");
        }
        if (!embedding && a.dimension(1) != b.dimension(0)) {
            return Optional.of("the adapter's ranks differ for " + weight + ": " + a.dimension(1) + " in lora_a and "
                    + b.dimension(0) + " in lora_b");
        }
        return Optional.empty();
    }
}
