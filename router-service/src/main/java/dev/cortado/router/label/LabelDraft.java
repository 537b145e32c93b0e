package dev.cortado.router.label;

import dev.cortado.contracts.unit.VariantId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Labels that are to become a set.
///
/// @param name for people
/// @param prompts each once
public record LabelDraft(String name, List<LabelledPrompt> prompts) {

    public LabelDraft {
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty()
                || prompts.stream().map(LabelledPrompt::prompt).distinct().count() < prompts.size()) {
            throw new IllegalArgumentException("a set of labels needs a prompt, and each once");
        }
    }

    /// Scores.
    public int labels() {
        return prompts.stream().mapToInt(each -> each.scores().size()).sum();
    }

    public Set<VariantId> variants() {
        Set<VariantId> all = new TreeSet<>(Comparator.comparing(VariantId::value));
        prompts.forEach(each -> all.addAll(each.scores().keySet()));
        return all;
    }

    /// By what is said, whatever it is called and in whatever order: two of the same digest say the same.
    public String digest() {
        TreeMap<String, LabelledPrompt> sorted = new TreeMap<>();
        prompts.forEach(each -> sorted.put(each.prompt(), each));
        MessageDigest digest = sha256();
        sorted.values().forEach(each -> digest.update(bytes(each)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(LabelledPrompt each) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TreeMap<String, Double> scores = new TreeMap<>();
        each.scores().forEach((variant, score) -> scores.put(variant.value(), score));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            text(out, each.prompt());
            text(out, each.taskClass());
            out.writeInt(scores.size());
            for (var score : scores.entrySet()) {
                text(out, score.getKey());
                out.writeDouble(score.getValue());
                out.writeInt(each.completionTokens().getOrDefault(new VariantId(score.getKey()), -1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
