package dev.cortado.inference.messaging;

/// Whether usage may be metered on the usage topic, as one probe found it.
sealed interface UsageTopicState {

    /// Events are stamped by the broker, and every partition has a leader and as many replicas in sync as it demands.
    record Fit() implements UsageTopicState {}

    /// The broker answered, and nothing may be metered.
    ///
    /// @param reason what is wrong with the topic, in words for an operator
    record Unfit(String reason) implements UsageTopicState {}

    /// The broker did not answer, which says nothing of the topic.
    record Unanswered() implements UsageTopicState {}
}
