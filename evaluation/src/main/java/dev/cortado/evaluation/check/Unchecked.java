package dev.cortado.evaluation.check;

/// Of a task whose answers no rule can score: somebody else has to.
public record Unchecked() implements Checker {

    @Override
    public double score(String answer) {
        throw new UnsupportedOperationException("no rule scores answers to this task");
    }
}
