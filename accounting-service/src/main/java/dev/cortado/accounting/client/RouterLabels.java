package dev.cortado.accounting.client;

import com.google.protobuf.Timestamp;
import dev.cortado.accounting.configuration.RouterCallConfiguration;
import dev.cortado.accounting.predictor.LabelBook;
import dev.cortado.accounting.predictor.LabelViews;
import dev.cortado.accounting.predictor.LabelledPrompt;
import dev.cortado.contracts.v1.DeleteLabelSetRequest;
import dev.cortado.contracts.v1.ImportLabelsReply;
import dev.cortado.contracts.v1.ImportLabelsRequest;
import dev.cortado.contracts.v1.LabelScore;
import dev.cortado.contracts.v1.LabelSetView;
import dev.cortado.contracts.v1.ListLabelSetsRequest;
import dev.cortado.contracts.v1.PredictorServiceGrpc;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Labels over the routers' gRPC service.
@ApplicationScoped
class RouterLabels implements LabelBook {

    private final RouterCalls calls;
    private final RouterCallConfiguration configuration;

    RouterLabels(RouterCalls calls, RouterCallConfiguration configuration) {
        this.calls = calls;
        this.configuration = configuration;
    }

    @Override
    public CompletionStage<Import> add(String name, List<LabelledPrompt> prompts) {
        ImportLabelsRequest.Builder request = ImportLabelsRequest.newBuilder().setName(name);
        Map<String, Integer> places = new LinkedHashMap<>();
        prompts.forEach(each -> request.addPrompts(message(each, places)));
        request.addAllVariantIds(places.keySet());
        return calls.unary(PredictorServiceGrpc.getImportLabelsMethod(), request.build(), configuration.importTimeout())
                .thenApply(RouterLabels::outcome);
    }

    @Override
    public CompletionStage<LabelViews> list() {
        return calls.unary(
                        PredictorServiceGrpc.getListLabelSetsMethod(),
                        ListLabelSetsRequest.getDefaultInstance(),
                        configuration.readTimeout())
                .thenApply(reply -> new LabelViews(
                        reply.getSetsList().stream().map(RouterLabels::set).toList()));
    }

    @Override
    public CompletionStage<Optional<LabelViews.LabelSet>> delete(long number) {
        return calls.unary(
                        PredictorServiceGrpc.getDeleteLabelSetMethod(),
                        DeleteLabelSetRequest.newBuilder().setNumber(number).build(),
                        configuration.writeTimeout())
                .thenApply(reply -> reply.hasDeleted() ? Optional.of(set(reply.getDeleted())) : Optional.empty());
    }

    /// @param places of variants in the request, which grow with those that are met
    private static dev.cortado.contracts.v1.LabelledPrompt message(LabelledPrompt each, Map<String, Integer> places) {
        dev.cortado.contracts.v1.LabelledPrompt.Builder prompt = dev.cortado.contracts.v1.LabelledPrompt.newBuilder()
                .setPrompt(each.prompt())
                .setTaskClass(each.taskClass());
        for (LabelledPrompt.Score score : each.scores()) {
            LabelScore.Builder of = LabelScore.newBuilder()
                    .setVariant(place(score.variant(), places))
                    .setScore(score.score());
            score.completionTokens().ifPresent(of::setCompletionTokens);
            prompt.addScores(of);
        }
        return prompt.build();
    }

    private static int place(String variant, Map<String, Integer> places) {
        int next = places.size();
        return places.computeIfAbsent(variant, _ -> next);
    }

    private static Import outcome(ImportLabelsReply reply) {
        return switch (reply.getOutcomeCase()) {
            case KEPT ->
                new Import.Kept(new LabelViews.LabelSetKept(
                        set(reply.getKept().getSet()), reply.getKept().getIsNew()));
            case UNKNOWN -> new Import.UnknownVariants(reply.getUnknown().getVariantIdsList());
            case NO_ROOM ->
                new Import.NoRoom(
                        reply.getNoRoom().getPromptsLeft(), reply.getNoRoom().getSetsLeft());
            case OUTCOME_NOT_SET -> throw new IllegalStateException("a router answered an import with nothing");
        };
    }

    private static LabelViews.LabelSet set(LabelSetView view) {
        return new LabelViews.LabelSet(
                view.getNumber(),
                view.getName(),
                view.getVariantIdsList(),
                view.getPrompts(),
                view.getLabels(),
                instant(view.getImportedAt()),
                instant(view.getKeptUntil()));
    }

    private static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }
}
