package dev.cortado.accounting.grpc;

import com.google.protobuf.Timestamp;
import dev.cortado.accounting.change.Change;
import dev.cortado.accounting.lease.LeaseAnswer;
import dev.cortado.accounting.lease.LeaseGrant;
import dev.cortado.accounting.path.LimitUnit;
import dev.cortado.accounting.path.PathAnswer;
import dev.cortado.accounting.path.PathCounter;
import dev.cortado.accounting.path.TenantPath;
import dev.cortado.accounting.pricing.Lane;
import dev.cortado.accounting.pricing.PriceBook;
import dev.cortado.accounting.pricing.PriceRow;
import dev.cortado.accounting.routing.RoutingRule;
import dev.cortado.accounting.routing.Trial;
import dev.cortado.accounting.session.SessionRules;
import dev.cortado.accounting.session.SessionTimes;
import dev.cortado.accounting.window.WindowKind;
import dev.cortado.contracts.unit.KeyId;
import dev.cortado.contracts.unit.OrganisationId;
import dev.cortado.contracts.unit.ProjectId;
import dev.cortado.contracts.unit.TeamId;
import dev.cortado.contracts.v1.EngagementWeights;
import dev.cortado.contracts.v1.GetPathReply;
import dev.cortado.contracts.v1.LeaseGranted;
import dev.cortado.contracts.v1.LeaseRefused;
import dev.cortado.contracts.v1.LimitWindow;
import dev.cortado.contracts.v1.Recall;
import dev.cortado.contracts.v1.TokenPrices;
import dev.cortado.contracts.v1.TrialRule;
import java.time.Instant;
import java.util.Optional;

/// Between records and protobuf.
final class Wire {

    private Wire() {}

    static Recall recall(Change.Recalled recalled) {
        Recall.Builder recall = Recall.newBuilder()
                .setAskingSessionId(recalled.asking().session().value());
        recalled.leases().forEach(lease -> recall.addLeaseIds(lease.value()));
        Instant since = recalled.asking().since();
        if (since != null) {
            recall.setWaitingSince(timestamp(since));
        }
        return recall.build();
    }

    static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static dev.cortado.contracts.v1.SessionTimes times(SessionTimes times, SessionRules rules) {
        return dev.cortado.contracts.v1.SessionTimes.newBuilder()
                .setNow(timestamp(times.now()))
                .setAdmitUntil(timestamp(times.admitUntil()))
                .setVoidBy(timestamp(times.voidBy()))
                .setTtlMillis(rules.timeToLive().toMillis())
                .setSkewMaxMillis(rules.skewMax().toMillis())
                .setConfigurationVersion(times.configurationVersion())
                .build();
    }

    static TenantPath path(dev.cortado.contracts.v1.TenantPath path) {
        return new TenantPath(
                new OrganisationId(path.getOrganisationId()),
                new TeamId(path.getTeamId()),
                new ProjectId(path.getProjectId()),
                path.getKeyId().isEmpty() ? Optional.empty() : Optional.of(new KeyId(path.getKeyId())),
                path.getSubject());
    }

    static dev.cortado.contracts.v1.TenantPath path(TenantPath path) {
        return dev.cortado.contracts.v1.TenantPath.newBuilder()
                .setOrganisationId(path.organisation().value())
                .setTeamId(path.team().value())
                .setProjectId(path.project().value())
                .setKeyId(path.key().map(KeyId::value).orElse(""))
                .setSubject(path.subject())
                .build();
    }

    static LeaseGranted granted(LeaseAnswer.Granted granted) {
        return LeaseGranted.newBuilder()
                .addAllGrants(granted.grants().stream().map(Wire::grant).toList())
                .build();
    }

    static LeaseRefused refused(LeaseAnswer.Refused refused) {
        return LeaseRefused.newBuilder()
                .setReason(
                        switch (refused.reason()) {
                            case SESSION_ENDED -> LeaseRefused.Reason.SESSION_ENDED;
                            case OLD_SEQ -> LeaseRefused.Reason.OLD_SEQ;
                            case UNKNOWN_COUNTER -> LeaseRefused.Reason.UNKNOWN_COUNTER;
                            case FLOOR_ABOVE_GRANTED -> LeaseRefused.Reason.FLOOR_ABOVE_GRANTED;
                            case TENANT_SUSPENDED -> LeaseRefused.Reason.TENANT_SUSPENDED;
                        })
                .setMessage(refused.message())
                .build();
    }

    private static dev.cortado.contracts.v1.LeaseGrant grant(LeaseGrant grant) {
        return dev.cortado.contracts.v1.LeaseGrant.newBuilder()
                .setLeaseId(grant.lease().value())
                .setCounterId(grant.counter().value())
                .setGrantedTotal(grant.grantedTotal())
                .setWindowEnd(timestamp(grant.windowEnd()))
                .setCapInForce(grant.capInForce())
                .setCommitted(grant.committed())
                .setSpent(grant.spent())
                .build();
    }

    static GetPathReply path(PathAnswer answer) {
        return switch (answer) {
            case PathAnswer.Known known ->
                GetPathReply.newBuilder()
                        .setKnown(true)
                        .setSuspended(!known.suspended().isEmpty())
                        .setSuspendedNode(known.suspended())
                        .addAllCounters(
                                known.counters().stream().map(Wire::counter).toList())
                        .addAllNextCounters(
                                known.next().stream().map(Wire::counter).toList())
                        .addAllRoutingRules(
                                known.rules().stream().map(Wire::rule).toList())
                        .setPathVersion(known.version())
                        .setAsOf(timestamp(known.asOf()))
                        .build();
            case PathAnswer.Unknown unknown ->
                GetPathReply.newBuilder().setAsOf(timestamp(unknown.asOf())).build();
        };
    }

    private static dev.cortado.contracts.v1.RoutingRule rule(RoutingRule rule) {
        var message = dev.cortado.contracts.v1.RoutingRule.newBuilder()
                .addAllVariants(rule.variantsByName())
                .setResidency(rule.residency().orElse(""));
        rule.perUtility().ifPresent(worth -> message.setNanoUsdPerUtility(worth.nanos()));
        rule.explorationShare().ifPresent(message::setExplorationShare);
        rule.paysForHedges().ifPresent(message::setPaysForHedges);
        rule.preference().policy().ifPresent(message::setPolicy);
        rule.preference().utilityMin().ifPresent(message::setUtilityMin);
        rule.trial().ifPresent(trial -> message.setTrial(trial(trial)));
        if (!rule.engagement().isNone()) {
            message.setEngagement(engagement(rule.engagement()));
        }
        return message.build();
    }

    private static EngagementWeights engagement(RoutingRule.Engagement weights) {
        EngagementWeights.Builder message = EngagementWeights.newBuilder();
        weights.opened().ifPresent(message::setOpened);
        weights.clicked().ifPresent(message::setClicked);
        weights.replied().ifPresent(message::setReplied);
        return message.build();
    }

    private static TrialRule trial(Trial trial) {
        TrialRule.Builder message = TrialRule.newBuilder()
                .setName(trial.name())
                .setPolicy(trial.policy())
                .setShare(trial.share())
                .setShadow(trial.isShadow());
        trial.perUtility().ifPresent(worth -> message.setNanoUsdPerUtility(worth.nanos()));
        trial.utilityMin().ifPresent(message::setUtilityMin);
        return message.build();
    }

    private static dev.cortado.contracts.v1.PathCounter counter(PathCounter counter) {
        return dev.cortado.contracts.v1.PathCounter.newBuilder()
                .setCounterId(counter.counter().value())
                .setLimitId(counter.limit().value())
                .setNodeId(counter.node())
                .setUnit(unit(counter.unit()))
                .setWindow(window(counter.kind()))
                .setHard(counter.hard())
                .setWindowStart(timestamp(counter.window().start()))
                .setWindowEnd(timestamp(counter.window().end()))
                .setCapInForce(counter.capInForce())
                .setCommitted(counter.committed())
                .setSpent(counter.spent())
                .build();
    }

    private static dev.cortado.contracts.v1.LimitUnit unit(LimitUnit unit) {
        return switch (unit) {
            case NANO_USD -> dev.cortado.contracts.v1.LimitUnit.LIMIT_UNIT_NANO_USD;
            case TOKENS -> dev.cortado.contracts.v1.LimitUnit.LIMIT_UNIT_TOKENS;
            case REQUESTS -> dev.cortado.contracts.v1.LimitUnit.LIMIT_UNIT_REQUESTS;
        };
    }

    private static LimitWindow window(WindowKind kind) {
        return switch (kind) {
            case MINUTE -> LimitWindow.LIMIT_WINDOW_MINUTE;
            case HOUR -> LimitWindow.LIMIT_WINDOW_HOUR;
            case DAY -> LimitWindow.LIMIT_WINDOW_DAY;
            case WEEK -> LimitWindow.LIMIT_WINDOW_WEEK;
            case MONTH -> LimitWindow.LIMIT_WINDOW_MONTH;
            case TOTAL -> LimitWindow.LIMIT_WINDOW_TOTAL;
        };
    }

    static dev.cortado.contracts.v1.PriceBook book(PriceBook book) {
        return dev.cortado.contracts.v1.PriceBook.newBuilder()
                .setPriceVersion(book.version().value())
                .setEffectiveAt(timestamp(book.effectiveAt()))
                .addAllRows(book.rows().stream().map(Wire::row).toList())
                .build();
    }

    private static dev.cortado.contracts.v1.PriceRow row(PriceRow row) {
        return dev.cortado.contracts.v1.PriceRow.newBuilder()
                .setVariantId(row.variant().value())
                .setPoolId(row.pool())
                .setLane(lane(row.lane()))
                .setPrices(TokenPrices.newBuilder()
                        .setPriceVersion(row.prices().version().value())
                        .setPromptPicoUsd(row.prices().prompt().picos())
                        .setCachedPromptPicoUsd(row.prices().cachedPrompt().picos())
                        .setCacheWritePicoUsd(row.prices().cacheWrite().picos())
                        .setCompletionPicoUsd(row.prices().completion().picos()))
                .build();
    }

    private static dev.cortado.contracts.v1.Lane lane(Lane lane) {
        return switch (lane) {
            case REALTIME -> dev.cortado.contracts.v1.Lane.LANE_REALTIME;
            case BATCH -> dev.cortado.contracts.v1.Lane.LANE_BATCH;
        };
    }
}
