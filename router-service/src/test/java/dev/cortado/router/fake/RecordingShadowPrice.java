package dev.cortado.router.fake;

import dev.cortado.router.decide.Considered;
import dev.cortado.router.decide.Policy;
import dev.cortado.router.decide.ShadowPrice;
import dev.cortado.router.hold.BudgetView;
import dev.cortado.router.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;

/// A shadow price as a test sets it, which remembers what it heard.
public final class RecordingShadowPrice implements ShadowPrice {

    public double utilityPerUsd;
    public final List<BudgetView> heard = new ArrayList<>();

    @Override
    public double utilityPerUsd(Tenant tenant, BudgetView budget) {
        return utilityPerUsd;
    }

    @Override
    public void decided(BudgetView budget, Policy policy, List<Considered> considered) {
        heard.add(budget);
    }
}
