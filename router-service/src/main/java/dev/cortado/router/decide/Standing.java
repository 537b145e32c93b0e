package dev.cortado.router.decide;

/// How a candidate stood at the moment of its decision, beside its worth and its cost: with those, all that another
/// policy needs to choose among the same candidates.
///
/// @param up whether a node was up with it
/// @param fits whether the budget in sight surely paid for it
/// @param roomy whether its context likely had room for the prompt and an answer
public record Standing(Obstacle obstacle, boolean up, boolean fits, boolean roomy) {}
