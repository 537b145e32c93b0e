package dev.cortado.inference.attempt;

import dev.cortado.inference.engine.Tenant;
import java.util.concurrent.RejectedExecutionException;

/// Where prompts are rendered and counted, which takes processor time.
@FunctionalInterface
public interface Preparation {

    /// Too many prompts of one tenant wait; those of others may still come in.
    final class TenantShareFull extends RejectedExecutionException {
        public TenantShareFull() {
            super("too many prompts of this organisation wait");
        }
    }

    /// @param tenant whose prompt it is
    /// @throws TenantShareFull where too many of this tenant wait
    /// @throws RejectedExecutionException where too many wait
    void execute(Tenant tenant, Runnable command);
}
