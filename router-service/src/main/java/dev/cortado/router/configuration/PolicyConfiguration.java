package dev.cortado.router.configuration;

import io.smallrye.config.WithDefault;
import java.util.Optional;

/// Keys under `cortado.router.policy`: how to choose where a request does not say.
public interface PolicyConfiguration {

    /// Policy of `auto` without `utility_min`: `knee`, `cheapest-sufficient` or `best-within-cost`.
    @WithDefault("knee")
    String auto();

    /// USD that the whole utility of one answer, from 0 to 1, is worth, as a decimal such as `0.0005`: the knee is
    /// where a further step costs more. Without it the rate is what a step costs on average on a request of its
    /// size: the mean slope of the frontier of the candidates at their calibrated utility.
    Optional<String> usdPerUtility();

    /// How much dearer a pool of which every slot is taken counts when candidates are ranked, as a share of the
    /// likely cost; twice that where as many wait. Idle capacity then attracts work. Changes no price. 0: load is
    /// no matter.
    @WithDefault("0.1")
    double congestion();
}
