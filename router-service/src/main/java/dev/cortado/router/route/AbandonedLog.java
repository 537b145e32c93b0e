package dev.cortado.router.route;

import dev.cortado.router.hold.Hold;

/// Where the router says that it gave a hold up, since its usage never came.
public interface AbandonedLog {

    /// Appends without waiting; if that fails, the hold is given up all the same.
    void abandoned(Hold hold);
}
