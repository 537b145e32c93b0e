package dev.cortado.gateway.route;

/// The prompt profile of an attempt.
///
/// @param id name@version
/// @param text for the node, which alone decides whether to put it into the prompt, by its token
/// @param covered the variant is fine-tuned for the profile: its text is left out
public record RoutedProfile(String id, String text, boolean covered) {}
