package dev.cortado.router.grpc;

import dev.cortado.contracts.signature.Signer;
import dev.cortado.contracts.unit.ReservationId;
import dev.cortado.contracts.v1.ExplainReply;
import dev.cortado.contracts.v1.GetDecisionReply;
import dev.cortado.contracts.v1.GetDecisionRequest;
import dev.cortado.contracts.v1.HedgeRequest;
import dev.cortado.contracts.v1.ListModelsReply;
import dev.cortado.contracts.v1.ListModelsRequest;
import dev.cortado.contracts.v1.RerouteRequest;
import dev.cortado.contracts.v1.RouteRefused;
import dev.cortado.contracts.v1.RouteReply;
import dev.cortado.contracts.v1.RouteRequest;
import dev.cortado.contracts.v1.SettleReply;
import dev.cortado.contracts.v1.SettleRequest;
import dev.cortado.router.hold.AttemptKey;
import dev.cortado.router.route.Models;
import dev.cortado.router.route.Profiled;
import dev.cortado.router.route.RouteOutcome;
import dev.cortado.router.route.Sentences;
import dev.cortado.router.route.Settling;
import dev.cortado.router.route.Word;
import dev.cortado.router.tenant.Tenant;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/// The router service's calls, from message to message. Wrong input throws [IllegalArgumentException].
final class RouterEndpoint {

    private final Profiled router;
    private final Settling settling;
    private final Models models;
    private final Signer signer;
    private final Replies replies;
    private final Requests requests;
    private final Sentences sentences;

    RouterEndpoint(
            Profiled router,
            Settling settling,
            Models models,
            Tokens tokens,
            Signer signer,
            Requests requests,
            Sentences sentences) {
        this.router = router;
        this.settling = settling;
        this.models = models;
        this.signer = signer;
        this.replies = new Replies(tokens);
        this.requests = requests;
        this.sentences = sentences;
    }

    CompletionStage<RouteReply> route(RouteRequest request, BooleanSupplier isCancelled) {
        return read(request)
                .thenCompose(ready -> isCancelled.getAsBoolean()
                        ? CompletableFuture.completedFuture(RouteReply.getDefaultInstance())
                        : reply(router.route(ready, request.getProfileId()), isCancelled));
    }

    CompletionStage<RouteReply> reroute(RerouteRequest request, BooleanSupplier isCancelled) {
        AttemptKey failed = new AttemptKey(reservation(request.getReservationId()), request.getFailedAttempt());
        Optional<Word> word = Optional.empty();
        if (request.hasReceipt()) {
            word = Words.receipt(signer, request.getReceipt());
        } else if (request.hasRefusal()) {
            word = Words.refusal(signer, request.getRefusal());
        }
        boolean wrongWord = (request.hasReceipt() || request.hasRefusal()) && word.isEmpty();
        if (wrongWord || word.filter(heard -> !heard.key().equals(failed)).isPresent()) {
            return CompletableFuture.completedFuture(RouteReply.newBuilder()
                    .setRefused(RouteRefused.newBuilder()
                            .setReason(RouteRefused.Reason.UNKNOWN_RESERVATION)
                            .setMessage("the node's word is not signed, or of another attempt"))
                    .build());
        }
        RouteRequest again = request.getRequest();
        return reply(
                router.reroute(requests.toRequest(again), again.getProfileId(), failed, word, request.getEscalate()),
                isCancelled);
    }

    CompletionStage<RouteReply> hedge(HedgeRequest request, BooleanSupplier isCancelled) {
        AttemptKey running = new AttemptKey(reservation(request.getReservationId()), request.getRunningAttempt());
        RouteRequest again = request.getRequest();
        return reply(router.hedge(requests.toRequest(again), again.getProfileId(), running), isCancelled);
    }

    CompletionStage<SettleReply> settle(SettleRequest request, BooleanSupplier isCancelled) {
        AttemptKey key = new AttemptKey(reservation(request.getReservationId()), request.getAttempt());
        SettleReply reply = switch (request.getOutcomeCase()) {
            case RECEIPT -> settle(key, Words.receipt(signer, request.getReceipt()));
            case REFUSAL -> settle(key, Words.refusal(signer, request.getRefusal()));
            case UNHEARD ->
                Replies.ofOutcome(settling.unheard(key, request.getUnheard().getNodeFailed()));
            case UNUSED ->
                Replies.ofOutcome(settling.unused(key, request.getUnused().getNodeFailed()));
            case OUTCOME_NOT_SET -> throw new IllegalArgumentException("outcome must be set");
        };
        settling.over(key.reservation());
        return CompletableFuture.completedFuture(reply);
    }

    CompletionStage<ListModelsReply> listModels(ListModelsRequest request, BooleanSupplier isCancelled) {
        return request.hasTenant()
                ? models.list(Wire.toTenant(request.getTenant())).thenApply(Views::ofModels)
                : CompletableFuture.completedFuture(Views.ofModels(models.list()));
    }

    CompletionStage<GetDecisionReply> getDecision(GetDecisionRequest request, BooleanSupplier isCancelled) {
        Tenant tenant = Wire.toTenant(request.getTenant());
        return settling.find(reservation(request.getReservationId()), tenant)
                .thenApply(found -> found.map(Views::ofDecision).orElseGet(GetDecisionReply::getDefaultInstance));
    }

    CompletionStage<ExplainReply> explain(RouteRequest request, BooleanSupplier isCancelled) {
        return read(request)
                .thenCompose(ready -> router.explain(ready, request.getProfileId()))
                .thenApply(replies::ofOutcome);
    }

    /// The request with all that can be read from its prompt, on the event loop that took it.
    private CompletionStage<dev.cortado.router.route.RouteRequest> read(RouteRequest request) {
        Context loop = Vertx.currentContext();
        Executor routing = loop == null ? Runnable::run : work -> loop.runOnContext(_ -> work.run());
        return sentences.read(requests.toRequest(request), routing);
    }

    private SettleReply settle(AttemptKey key, Optional<Word> word) {
        if (word.isEmpty()) {
            return Replies.rejected("the signature is wrong");
        }
        if (!word.get().key().equals(key)) {
            return Replies.rejected("the node's word is of another attempt");
        }
        return Replies.ofOutcome(settling.settle(word.get()));
    }

    private CompletionStage<RouteReply> reply(CompletionStage<RouteOutcome> outcome, BooleanSupplier isCancelled) {
        boolean askedAccounting = !outcome.toCompletableFuture().isDone();
        return outcome.thenApply(known -> reply(known, askedAccounting, isCancelled));
    }

    /// A caller that went away gets no token, so that its hold need not wait for the log.
    private RouteReply reply(RouteOutcome outcome, boolean askedAccounting, BooleanSupplier isCancelled) {
        if (outcome instanceof RouteOutcome.Routed(var placement, var _) && isCancelled.getAsBoolean()) {
            settling.unused(placement.key(), false);
            settling.over(placement.key().reservation());
            return RouteReply.getDefaultInstance();
        }
        return replies.ofOutcome(outcome, askedAccounting);
    }

    private static ReservationId reservation(String id) {
        try {
            return ReservationId.parse(id);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("reservation_id is not a reservation's id", e);
        }
    }
}
