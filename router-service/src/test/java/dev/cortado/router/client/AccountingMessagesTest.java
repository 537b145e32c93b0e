package dev.cortado.router.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.v1.EngagementWeights;
import dev.cortado.contracts.v1.GetPathReply;
import dev.cortado.contracts.v1.RoutingRule;
import dev.cortado.contracts.v1.TrialRule;
import dev.cortado.router.tenant.PathAnswer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountingMessagesTest {

    @Test
    void toPath_rules_areReadInTheirOrder_andWhatIsAbsentSaysNothing() {
        GetPathReply reply = GetPathReply.newBuilder()
                .setKnown(true)
                .addRoutingRules(RoutingRule.newBuilder()
                        .addVariants("small")
                        .addVariants("medium-1")
                        .setResidency("eu")
                        .setNanoUsdPerUtility(2_000_000)
                        .setExplorationShare(0)
                        .setPaysForHedges(false)
                        .setPolicy("best-within-cost")
                        .setUtilityMin(0)
                        .setTrial(TrialRule.newBuilder()
                                .setName("t")
                                .setPolicy("knee")
                                .setNanoUsdPerUtility(3_000)
                                .setShare(.25)
                                .setShadow(true))
                        .setEngagement(
                                EngagementWeights.newBuilder().setOpened(.1).setReplied(0)))
                .addRoutingRules(RoutingRule.getDefaultInstance())
                .build();

        assertEquals(
                new PathAnswer.Limits(
                        List.of(),
                        List.of(),
                        List.of(
                                new dev.cortado.router.tenant.RoutingRule(
                                        Set.of("small", "medium-1"),
                                        "eu",
                                        NanoUsd.of(2_000_000),
                                        0.0,
                                        false,
                                        "best-within-cost",
                                        0.0,
                                        new dev.cortado.router.tenant.RoutingRule.Trial(
                                                "t", "knee", NanoUsd.of(3_000), null, .25, true),
                                        new dev.cortado.router.tenant.RoutingRule.Engagement(.1, null, 0.0)),
                                new dev.cortado.router.tenant.RoutingRule(Set.of(), "", null, null, null))),
                AccountingMessages.toPath(reply));
    }
}
