package dev.cortado.bench.calibration;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.evaluation.item.Task;
import dev.cortado.router.frontier.Dominated;
import dev.cortado.router.frontier.Offer;
import dev.cortado.router.frontier.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The result as JSON, for the router and other machines. Keys that no figure was measured for are null.
final class ResultsFile {

    /// Of this file; the router refuses another one.
    static final int FORMAT = 1;

    private final Outcome outcome;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    ResultsFile(Outcome outcome) {
        this.outcome = outcome;
    }

    /// Replaces the file at once: whoever reads it sees the old one whole or the new one.
    void write(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(
                beside, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(content()));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    ObjectNode content() {
        ObjectNode root = json.objectNode();
        root.put("format", FORMAT);
        // So that each writing is a version of its own, also where nothing was measured anew: the newest counts.
        root.put("writtenAt", Instant.now().toString());
        root.put("taskSet", outcome.tasks().version());
        root.put("quick", outcome.plan().quick());
        root.put("costUnit", "USD per 1000 tasks, at " + Measured.COST_STREAMS + " streams and a busy share of 1");
        root.put("utilityInterval", "Wilson, 95 %");
        root.set(
                "threads",
                json.objectNode()
                        .put("answers", outcome.plan().taskThreads())
                        .put("rates", outcome.plan().rateThreads()));
        ArrayNode variants = root.putArray("variants");
        outcome.measured().forEach(each -> variants.add(variant(each)));
        ArrayNode hull = root.putArray("hull");
        outcome.frontier().ifPresent(known -> known.hull().forEach(offer -> hull.add(offer(offer))));
        ArrayNode dominated = root.putArray("dominated");
        outcome.frontier().ifPresent(known -> known.dominated().forEach(each -> dominated.add(dominated(each))));
        root.set("knee", outcome.stop().map(this::knee).orElse(null));
        root.set("tasks", tasks());
        return root;
    }

    private ObjectNode variant(Measured each) {
        Subject subject = each.subject();
        ObjectNode node = json.objectNode();
        node.put("variant", subject.variant());
        node.put("pool", subject.pool());
        node.put("tier", subject.tier());
        node.put("fileSha256", subject.sha256());
        Subject.Adapter adapter = subject.adapter();
        node.put("adapterSha256", adapter == null ? null : adapter.sha256());
        node.put("engine", subject.engineRelease());
        node.put("task", subject.task() == null ? "all" : subject.task());
        node.put("measuredAt", each.at().isEmpty() ? null : each.at());
        node.set("utility", each.utility().map(this::interval).orElse(null));
        ObjectNode classes = node.putObject("utilityByClass");
        each.byClass().forEach((taskClass, interval) -> classes.set(taskClass.word(), interval(interval)));
        node.put("promptTokens", orNull(OptionalDouble.of(each.promptTokens())));
        node.put("completionTokens", orNull(OptionalDouble.of(each.completionTokens())));
        node.put("prefillTokensPerSecond", orNull(each.prefillTokensPerSecond()));
        ArrayNode occupancies = node.putArray("occupancies");
        RateRun.STREAMS.forEach(streams -> occupancies.add(occupancy(each, streams)));
        node.put("anonymousBytes", orNull(each.anonymousBytes()));
        node.put("fileBytes", orNull(each.fileBytes()));
        node.put("cpuSecondsPerTask", orNull(each.cpuSeconds()));
        node.put("joulesPerTask", orNull(each.joules()));
        node.put("energySource", each.energySource().isEmpty() ? null : each.energySource());
        node.put("othersBusyShare", orNull(each.othersBusyShare()));
        node.put("rateRuns", each.runs());
        node.put("cost", outcome.cost(each).orElse(null));
        node.put("onHull", outcome.onHull(each));
        ObjectNode scores = node.putObject("scores");
        each.scores().forEach(scored -> scores.put(scored.task().id(), scored.score()));
        ObjectNode tokens = node.putObject("answerTokens");
        each.answered().forEach(answer -> tokens.put(answer.task().id(), answer.completionTokens()));
        return node;
    }

    private ObjectNode interval(Interval interval) {
        return json.objectNode()
                .put("mean", interval.mean())
                .put("low", interval.low())
                .put("high", interval.high())
                .put("tasks", interval.count());
    }

    private ObjectNode occupancy(Measured each, int streams) {
        return json.objectNode()
                .put("streams", streams)
                .put("timePerOutputTokenMillis", each.decodeMillis().get(streams))
                .put("timeToFirstTokenMillis", each.firstTokenMillis().get(streams))
                .put("decodeTokensPerSecond", orNull(each.decodeTokensPerSecond(streams)));
    }

    private ObjectNode offer(Offer offer) {
        return json.objectNode()
                .put("name", offer.name())
                .put("cost", offer.cost())
                .put("utility", offer.utility());
    }

    private ObjectNode dominated(Dominated each) {
        ObjectNode node = offer(each.offer());
        ArrayNode by = node.putArray("by");
        each.by().forEach(offer -> by.add(offer.name()));
        return node.put("utilityThere", each.utilityThere());
    }

    private ObjectNode knee(Stop stop) {
        return offer(stop.knee())
                .put("rate", stop.rate())
                .put("slopeBefore", orNull(stop.slopeBefore()))
                .put("slopeAfter", orNull(stop.slopeAfter()));
    }

    /// What was asked, once, so that scores can be learnt from.
    private ArrayNode tasks() {
        Map<String, Task> used = new LinkedHashMap<>();
        outcome.measured()
                .forEach(each ->
                        each.scores().forEach(scored -> used.put(scored.task().id(), scored.task())));
        ArrayNode all = json.arrayNode();
        used.values()
                .forEach(task -> all.add(json.objectNode()
                        .put("id", task.id())
                        .put("class", task.taskClass().word())
                        .put("prompt", task.prompt())));
        return all;
    }

    private static @org.jspecify.annotations.Nullable Double orNull(OptionalDouble value) {
        return value.isEmpty() || !Double.isFinite(value.getAsDouble()) ? null : value.getAsDouble();
    }

    private static @org.jspecify.annotations.Nullable Long orNull(OptionalLong value) {
        return value.isEmpty() ? null : value.getAsLong();
    }
}
