package dev.cortado.bench.engine;

import java.util.List;

/// One way to run the same model.
interface Contestant extends AutoCloseable {

    /// As the figures name it.
    String name();

    /// Runs all prompts beside each other, greedily, and returns when each has ended.
    ///
    /// @param prompts at most as many as there are slots
    /// @param completionTokens of each; a model may end earlier
    List<StreamTimes> run(List<Prompt> prompts, int completionTokens) throws Exception;

    @Override
    void close();
}
