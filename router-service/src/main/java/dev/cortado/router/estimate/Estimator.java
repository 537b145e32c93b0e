package dev.cortado.router.estimate;

import dev.cortado.router.catalogue.Catalogue;

/// Says what to expect of answers to a prompt. It never blocks, and takes tens of microseconds.
public interface Estimator {

    /// @param task of the request's prompt profile, empty for none
    Estimates of(PromptSample prompt, String task, Catalogue catalogue);
}
