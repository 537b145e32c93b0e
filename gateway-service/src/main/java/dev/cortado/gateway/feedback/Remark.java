package dev.cortado.gateway.feedback;

/// What is said of an answer.
public sealed interface Remark {

    /// @param value 0..1
    record Score(double value) implements Remark {}

    record Thumbs(boolean up) implements Remark {}

    /// What a reader did with it.
    enum Engagement implements Remark {
        OPENED,
        CLICKED,
        REPLIED
    }
}
