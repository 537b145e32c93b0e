package dev.cortado.inference.llama;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.cortado.inference.engine.TokenBytes;
import dev.cortado.inference.engine.TokenLikelihood;
import dev.cortado.inference.engine.TokenLikelihood.Likely;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Logarithms of probabilities from a model's logits: `log softmax(z)ᵢ = zᵢ − max z − log Σ exp(zⱼ − max z)`.
final class Likelihoods {

    private final LlamaVocabulary vocabulary;

    Likelihoods(LlamaVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    private record Scored(int token, float logit) {}

    TokenLikelihood of(MemorySegment logits, int token, int top) {
        int size = vocabulary.size();
        PriorityQueue<Scored> likeliest = new PriorityQueue<>(Comparator.comparingDouble(Scored::logit));
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            float logit = logits.getAtIndex(JAVA_FLOAT, i);
            highest = Math.max(highest, logit);
            keep(likeliest, i, logit, top);
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.exp(logits.getAtIndex(JAVA_FLOAT, i) - highest);
        }
        double norm = highest + Math.log(sum);
        List<Likely> told = new ArrayList<>();
        while (!likeliest.isEmpty()) {
            Scored scored = likeliest.remove();
            told.add(new Likely(bytes(scored.token()), scored.logit() - norm));
        }
        Collections.reverse(told);
        return new TokenLikelihood(bytes(token), logits.getAtIndex(JAVA_FLOAT, token) - norm, told);
    }

    private static void keep(PriorityQueue<Scored> likeliest, int token, float logit, int top) {
        if (likeliest.size() < top) {
            likeliest.add(new Scored(token, logit));
        } else if (top > 0 && logit > likeliest.element().logit()) {
            likeliest.remove();
            likeliest.add(new Scored(token, logit));
        }
    }

    private TokenBytes bytes(int token) {
        return new TokenBytes(vocabulary.visibleBytes(token));
    }
}
