package dev.cortado.gateway.check;

/// What looking at an answer came to.
public sealed interface Judgement {

    /// It keeps what was asked of it.
    record Kept() implements Judgement {}

    /// @param why in words that follow on "the answer"
    record Broken(String why) implements Judgement {}

    /// It holds nothing that the check could judge, or nothing that it could in good time.
    record Undecided() implements Judgement {}

    /// Whether another variant should answer.
    default boolean isBroken() {
        return this instanceof Broken;
    }
}
