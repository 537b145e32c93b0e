package dev.cortado.inference.attempt;

import dev.cortado.inference.engine.Tenant;

/// Where prompts are rendered and counted, which takes processor time.
@FunctionalInterface
public interface Preparation {

    /// @param tenant whose prompt it is
    /// @throws java.util.concurrent.RejectedExecutionException where too many wait, of all or of this tenant
    void execute(Tenant tenant, Runnable command);
}
