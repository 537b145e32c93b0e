package dev.cortado.router.client;

import com.google.protobuf.Timestamp;
import dev.cortado.contracts.unit.CounterId;
import dev.cortado.contracts.unit.LeaseId;
import dev.cortado.contracts.unit.LimitId;
import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.contracts.unit.PoolId;
import dev.cortado.contracts.unit.PriceVersion;
import dev.cortado.contracts.unit.SessionId;
import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.EngagementWeights;
import dev.cortado.contracts.v1.GetPathReply;
import dev.cortado.contracts.v1.HeartbeatReply;
import dev.cortado.contracts.v1.LeaseGrant;
import dev.cortado.contracts.v1.LeaseRefused;
import dev.cortado.contracts.v1.LeaseReply;
import dev.cortado.contracts.v1.LeaseRequest;
import dev.cortado.contracts.v1.LeaseWant;
import dev.cortado.contracts.v1.PathCounter;
import dev.cortado.contracts.v1.PriceRow;
import dev.cortado.contracts.v1.Recall;
import dev.cortado.contracts.v1.RegisterReply;
import dev.cortado.contracts.v1.TrialRule;
import dev.cortado.router.accounting.Asking;
import dev.cortado.router.accounting.Beat;
import dev.cortado.router.accounting.LeaseAnswer;
import dev.cortado.router.accounting.LeaseMessage;
import dev.cortado.router.accounting.Registered;
import dev.cortado.router.accounting.SessionClass;
import dev.cortado.router.accounting.SessionTimes;
import dev.cortado.router.grpc.Wire;
import dev.cortado.router.price.PriceBook;
import dev.cortado.router.tenant.LimitCounter;
import dev.cortado.router.tenant.PathAnswer;
import dev.cortado.router.tenant.RoutingRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/// Accounting's messages, translated.
final class AccountingMessages {

    private AccountingMessages() {}

    static dev.cortado.contracts.v1.SessionClass ofClass(SessionClass sessionClass) {
        return switch (sessionClass) {
            case SHORT -> dev.cortado.contracts.v1.SessionClass.SESSION_CLASS_SHORT;
            case LONG -> dev.cortado.contracts.v1.SessionClass.SESSION_CLASS_LONG;
        };
    }

    static Registered toRegistered(RegisterReply reply) {
        if (reply.getUsagePartitions() < 1) {
            throw new CallFailed("accounting named no partitions of the usage log");
        }
        return new Registered(
                new SessionId(reply.getSessionId()), toTimes(reply.getTimes()), reply.getUsagePartitions());
    }

    static Beat toBeat(HeartbeatReply reply) {
        return reply.getEnded() ? new Beat.Ended() : new Beat.Beating(toTimes(reply.getTimes()));
    }

    static LeaseRequest ofMessage(LeaseMessage message) {
        LeaseRequest.Builder request = LeaseRequest.newBuilder()
                .setSessionId(message.session().value())
                .setSeq(message.seq())
                .setRequestId(message.requestId());
        message.wants()
                .forEach(want -> request.addWants(LeaseWant.newBuilder()
                        .setCounterId(want.counter().value())
                        .setFloorTotal(want.floor())
                        .setWantTotal(want.want())));
        if (message.waitingSince() != null) {
            request.setWaitingSince(Wire.ofInstant(message.waitingSince()));
        }
        return request.build();
    }

    static LeaseAnswer toAnswer(LeaseReply reply) {
        return switch (reply.getOutcomeCase()) {
            case GRANTED ->
                new LeaseAnswer.Granted(
                        reply.getGranted().getGrantsList().stream()
                                .map(AccountingMessages::toGrant)
                                .toList(),
                        Wire.toInstant(reply.getAsOf()));
            case REFUSED ->
                new LeaseAnswer.Refused(
                        toRefusal(reply.getRefused().getReason()),
                        reply.getRefused().getMessage());
            case OUTCOME_NOT_SET -> throw new CallFailed("accounting's lease reply is empty");
        };
    }

    /// An accounting that does not say yet who asks lets everybody else go before.
    static Asking toAsking(Recall recall) {
        long session = recall.getAskingSessionId();
        return new Asking(
                new SessionId(session == 0 ? Long.MAX_VALUE : session),
                recall.hasWaitingSince() ? Wire.toInstant(recall.getWaitingSince()) : null);
    }

    static PathAnswer toPath(GetPathReply reply) {
        if (!reply.getKnown()) {
            return new PathAnswer.UnknownTenant();
        }
        if (reply.getSuspended()) {
            return new PathAnswer.Suspended(
                    reply.getSuspendedNode().isEmpty() ? "the tenant" : reply.getSuspendedNode());
        }
        Instant asOf = Wire.toInstant(reply.getAsOf());
        return new PathAnswer.Limits(
                toCounters(reply.getCountersList(), asOf),
                toCounters(reply.getNextCountersList(), asOf),
                reply.getRoutingRulesList().stream()
                        .map(AccountingMessages::toRule)
                        .toList());
    }

    private static RoutingRule toRule(dev.cortado.contracts.v1.RoutingRule rule) {
        return new RoutingRule(
                new HashSet<>(rule.getVariantsList()),
                rule.getResidency(),
                rule.hasNanoUsdPerUtility() ? NanoUsd.of(rule.getNanoUsdPerUtility()) : null,
                rule.hasExplorationShare() ? rule.getExplorationShare() : null,
                rule.hasPaysForHedges() ? rule.getPaysForHedges() : null,
                rule.getPolicy().isEmpty() ? null : rule.getPolicy(),
                rule.hasUtilityMin() ? rule.getUtilityMin() : null,
                rule.hasTrial() ? toTrial(rule.getTrial()) : null,
                toEngagement(rule.getEngagement()));
    }

    private static RoutingRule.Engagement toEngagement(EngagementWeights weights) {
        return new RoutingRule.Engagement(
                weights.hasOpened() ? weights.getOpened() : null,
                weights.hasClicked() ? weights.getClicked() : null,
                weights.hasReplied() ? weights.getReplied() : null);
    }

    private static RoutingRule.Trial toTrial(TrialRule trial) {
        return new RoutingRule.Trial(
                trial.getName(),
                trial.getPolicy(),
                trial.hasNanoUsdPerUtility() ? NanoUsd.of(trial.getNanoUsdPerUtility()) : null,
                trial.hasUtilityMin() ? trial.getUtilityMin() : null,
                trial.getShare(),
                trial.getShadow());
    }

    static PriceBook toBook(dev.cortado.contracts.v1.PriceBook book) {
        return new PriceBook(
                new PriceVersion(book.getPriceVersion()),
                Wire.toInstant(book.getEffectiveAt()),
                book.getRowsList().stream().map(AccountingMessages::toRow).toList());
    }

    private static PriceBook.Row toRow(PriceRow row) {
        return new PriceBook.Row(
                new VariantId(row.getVariantId()),
                row.getPoolId().isEmpty() ? null : new PoolId(row.getPoolId()),
                Wire.toLane(row.getLane()),
                Wire.toPrices(row.getPrices()));
    }

    private static SessionTimes toTimes(dev.cortado.contracts.v1.SessionTimes times) {
        return new SessionTimes(
                Wire.toInstant(times.getNow()),
                Wire.toInstant(times.getAdmitUntil()),
                Wire.toInstant(times.getVoidBy()),
                Duration.ofMillis(times.getTtlMillis()),
                Duration.ofMillis(times.getSkewMaxMillis()),
                times.getConfigurationVersion());
    }

    private static LeaseAnswer.Grant toGrant(LeaseGrant grant) {
        return new LeaseAnswer.Grant(
                new LeaseId(grant.getLeaseId()),
                new CounterId(grant.getCounterId()),
                grant.getGrantedTotal(),
                end(grant.hasWindowEnd(), grant.getWindowEnd()),
                grant.getCapInForce(),
                grant.getCommitted());
    }

    private static List<LimitCounter> toCounters(List<PathCounter> counters, Instant asOf) {
        return counters.stream().map(counter -> toCounter(counter, asOf)).toList();
    }

    private static LimitCounter toCounter(PathCounter counter, Instant asOf) {
        return new LimitCounter(
                new CounterId(counter.getCounterId()),
                new LimitId(counter.getLimitId()),
                Wire.toUnit(counter.getUnit()),
                counter.getHard(),
                counter.hasWindowStart() ? Wire.toInstant(counter.getWindowStart()) : Instant.MIN,
                end(counter.hasWindowEnd(), counter.getWindowEnd()),
                counter.getCapInForce(),
                counter.getCommitted(),
                asOf);
    }

    /// A window without an end is one for good.
    private static Instant end(boolean present, Timestamp end) {
        return present ? Wire.toInstant(end) : Instant.MAX;
    }

    private static LeaseAnswer.Refusal toRefusal(LeaseRefused.Reason reason) {
        return switch (reason) {
            case SESSION_ENDED -> LeaseAnswer.Refusal.SESSION_ENDED;
            case OLD_SEQ -> LeaseAnswer.Refusal.OLD_SEQ;
            case UNKNOWN_COUNTER -> LeaseAnswer.Refusal.UNKNOWN_COUNTER;
            case FLOOR_ABOVE_GRANTED -> LeaseAnswer.Refusal.FLOOR_ABOVE_GRANTED;
            case TENANT_SUSPENDED -> LeaseAnswer.Refusal.TENANT_SUSPENDED;
            case REASON_UNSPECIFIED, UNRECOGNIZED -> LeaseAnswer.Refusal.OTHER;
        };
    }
}
