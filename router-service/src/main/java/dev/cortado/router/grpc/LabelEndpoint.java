package dev.cortado.router.grpc;

import dev.cortado.contracts.unit.VariantId;
import dev.cortado.contracts.v1.DeleteLabelSetReply;
import dev.cortado.contracts.v1.DeleteLabelSetRequest;
import dev.cortado.contracts.v1.ImportLabelsReply;
import dev.cortado.contracts.v1.ImportLabelsRequest;
import dev.cortado.contracts.v1.LabelScore;
import dev.cortado.contracts.v1.LabelSetKept;
import dev.cortado.contracts.v1.LabelSetView;
import dev.cortado.contracts.v1.ListLabelSetsReply;
import dev.cortado.contracts.v1.ListLabelSetsRequest;
import dev.cortado.contracts.v1.NoRoomForLabels;
import dev.cortado.contracts.v1.UnknownVariants;
import dev.cortado.router.label.LabelDraft;
import dev.cortado.router.label.LabelRegistry;
import dev.cortado.router.label.LabelRegistry.Outcome;
import dev.cortado.router.label.LabelSet;
import dev.cortado.router.label.LabelStore.Import;
import dev.cortado.router.label.LabelledPrompt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The predictor service's calls about labels, from message to message. The store blocks, so each call has a thread of
/// its own.
final class LabelEndpoint {

    private static final Executor THREADS =
            work -> Thread.ofVirtual().name("labels").start(work);

    private final LabelRegistry registry;

    LabelEndpoint(LabelRegistry registry) {
        this.registry = registry;
    }

    CompletionStage<ImportLabelsReply> add(ImportLabelsRequest request, BooleanSupplier isCancelled) {
        return apart(() -> {
            List<VariantId> variants =
                    request.getVariantIdsList().stream().map(VariantId::new).toList();
            return reply(registry.add(new LabelDraft(
                    request.getName(),
                    request.getPromptsList().stream()
                            .map(each -> prompt(each, variants))
                            .toList())));
        });
    }

    CompletionStage<ListLabelSetsReply> list(ListLabelSetsRequest request, BooleanSupplier isCancelled) {
        return apart(() -> ListLabelSetsReply.newBuilder()
                .addAllSets(registry.sets().stream().map(LabelEndpoint::view).toList())
                .build());
    }

    CompletionStage<DeleteLabelSetReply> delete(DeleteLabelSetRequest request, BooleanSupplier isCancelled) {
        return apart(() -> {
            DeleteLabelSetReply.Builder reply = DeleteLabelSetReply.newBuilder();
            registry.delete(request.getNumber()).ifPresent(set -> reply.setDeleted(view(set)));
            return reply.build();
        });
    }

    private static <T> CompletionStage<T> apart(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, THREADS);
    }

    private static LabelledPrompt prompt(dev.cortado.contracts.v1.LabelledPrompt message, List<VariantId> variants) {
        Map<VariantId, Double> scores = new HashMap<>();
        Map<VariantId, Integer> tokens = new HashMap<>();
        for (LabelScore score : message.getScoresList()) {
            int place = score.getVariant();
            if (place < 0 || place >= variants.size()) {
                throw new IllegalArgumentException("a score is of variant " + place + " of " + variants.size());
            }
            VariantId variant = variants.get(place);
            scores.put(variant, score.getScore());
            if (score.hasCompletionTokens()) {
                tokens.put(variant, score.getCompletionTokens());
            }
        }
        return new LabelledPrompt(message.getPrompt(), message.getTaskClass(), scores, tokens);
    }

    private static ImportLabelsReply reply(Outcome outcome) {
        ImportLabelsReply.Builder reply = ImportLabelsReply.newBuilder();
        return switch (outcome) {
            case Outcome.UnknownVariants unknown ->
                reply.setUnknown(UnknownVariants.newBuilder().addAllVariantIds(ids(unknown.variants())))
                        .build();
            case Outcome.Taken taken ->
                switch (taken.by()) {
                    case Import.Kept kept ->
                        reply.setKept(LabelSetKept.newBuilder()
                                        .setSet(view(kept.set()))
                                        .setIsNew(kept.isNew()))
                                .build();
                    case Import.NoRoom room ->
                        reply.setNoRoom(NoRoomForLabels.newBuilder()
                                        .setPromptsLeft(room.promptsLeft())
                                        .setSetsLeft(room.setsLeft()))
                                .build();
                };
        };
    }

    private static LabelSetView view(LabelSet set) {
        return LabelSetView.newBuilder()
                .setNumber(set.number())
                .setName(set.name())
                .addAllVariantIds(ids(set.variants()))
                .setPrompts(set.prompts())
                .setLabels(set.labels())
                .setImportedAt(Wire.ofInstant(set.importedAt()))
                .setKeptUntil(Wire.ofInstant(set.keptUntil()))
                .build();
    }

    private static List<String> ids(List<VariantId> variants) {
        return variants.stream().map(VariantId::value).toList();
    }
}
