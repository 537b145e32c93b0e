package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.Checker;

/// A task before it has an id and a half.
record Draft(String prompt, int completionTokensMax, Checker checker) {}
