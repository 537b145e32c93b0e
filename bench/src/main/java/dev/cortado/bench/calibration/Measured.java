package dev.cortado.bench.calibration;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import dev.cortado.router.cost.HourlyRate;
import dev.cortado.router.cost.OperatorCost;
import dev.cortado.router.cost.Throughput;
import dev.cortado.router.cost.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What is known of a subject by its journals. What was not measured is empty, never zero.
///
/// @param utility empty before any task was answered; what the variant does not take counts 0
/// @param promptTokens mean of a task, NaN before any was answered
/// @param completionTokens the same of the answer
/// @param cpuSeconds of a task; empty until a stretch was completed
/// @param energySource `rapl`, `tdp` or, where both were used, both
/// @param decodeMillis time per output token by streams, the median of the runs
/// @param firstTokenMillis time to the first token by streams, likewise
/// @param runs of the rates
record Measured(
        Subject subject,
        List<Scored> scores,
        java.util.Optional<Interval> utility,
        double promptTokens,
        double completionTokens,
        OptionalDouble cpuSeconds,
        OptionalDouble joules,
        String energySource,
        OptionalDouble prefillTokensPerSecond,
        SequencedMap<Integer, Double> decodeMillis,
        SequencedMap<Integer, Double> firstTokenMillis,
        OptionalLong anonymousBytes,
        OptionalLong fileBytes,
        OptionalDouble othersBusyShare,
        int runs,
        String at) {

    /// Streams at which the cost of a task is reckoned.
    static final int COST_STREAMS = 4;

    private static final double MILLIS_PER_SECOND = 1000;
    private static final double TASKS_OF_COST = 1000;
    private static final double NANOS_PER_USD = 1e9;

    /// A task and what came of it.
    sealed interface Scored {

        Task task();

        double score();
    }

    record Answered(Task task, String answer, double score, long completionTokens) implements Scored {}

    /// A task that the variant does not take.
    record Refused(Task task, String reason) implements Scored {

        @Override
        public double score() {
            return 0;
        }
    }

    static Measured of(CalibrationPlan plan, Subject subject, List<Task> tasks) throws IOException {
        Journal answers = Journal.of(plan, subject, SubjectProgram.ANSWERS, plan.taskThreads());
        List<Journal.Rates> rates = Journal.of(plan, subject, SubjectProgram.RATES, plan.rateThreads())
                .rates();
        Map<String, Journal.Answer> byDigest = answers.answers().stream()
                .collect(Collectors.toMap(Journal.Answer::digest, Function.identity(), (first, again) -> again));
        Map<String, String> reasons = answers.refusals(subject.contextTokensMax()).stream()
                .collect(Collectors.toMap(Journal.Refusal::digest, Journal.Refusal::reason, (first, again) -> again));
        List<Scored> scores = new ArrayList<>();
        List<Journal.Answer> used = new ArrayList<>();
        for (Task task : tasks) {
            Journal.Answer answer = byDigest.get(task.digest());
            if (answer != null) {
                scores.add(new Answered(task, answer.text(), task.checker().score(answer.text()), answer.completion()));
                used.add(answer);
            } else if (reasons.containsKey(task.digest())) {
                scores.add(new Refused(task, reasons.get(task.digest())));
            }
        }
        List<Journal.Stretch> stretches = answers.stretches();
        double tasksMetered =
                stretches.stream().mapToInt(Journal.Stretch::tasks).sum();
        return new Measured(
                subject,
                List.copyOf(scores),
                scores.isEmpty()
                        ? java.util.Optional.empty()
                        : java.util.Optional.of(Interval.of(
                                scores.stream().mapToDouble(Scored::score).toArray())),
                used.stream().mapToDouble(Journal.Answer::prompt).average().orElse(Double.NaN),
                used.stream().mapToDouble(Journal.Answer::completion).average().orElse(Double.NaN),
                share(stretches, Journal.Stretch::cpuSeconds, tasksMetered),
                share(stretches, Journal.Stretch::joules, tasksMetered),
                stretches.stream()
                        .map(Journal.Stretch::energySource)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining("+")),
                median(rates.stream()
                        .mapToDouble(Journal.Rates::prefillTokensPerSecond)
                        .toArray()),
                byStreams(rates, Journal.Rates::decodeMillis),
                byStreams(rates, Journal.Rates::firstTokenMillis),
                rates.stream()
                        .map(Journal.Rates::anonymousBytes)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .max(),
                rates.stream()
                        .map(Journal.Rates::fileBytes)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .max(),
                rates.stream()
                        .map(Journal.Rates::othersBusyShare)
                        .filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue)
                        .average(),
                rates.size(),
                latest(used, rates));
    }

    List<Answered> answered() {
        return ofKind(Answered.class);
    }

    List<Refused> refused() {
        return ofKind(Refused.class);
    }

    private <T extends Scored> List<T> ofKind(Class<T> kind) {
        return scores.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// What a thousand tasks cost the operator in a pool of this price, at a busy share of 1 and without cached tokens;
    /// empty where a part of it was not measured.
    OptionalDouble usdPerThousand(HourlyRate hour) {
        OptionalDouble decode = decodeTokensPerSecond(COST_STREAMS);
        if (utility.isEmpty() || prefillTokensPerSecond.isEmpty() || decode.isEmpty()) {
            return OptionalDouble.empty();
        }
        NanoUsd cost = OperatorCost.of(
                Work.of(promptTokens * TASKS_OF_COST, completionTokens * TASKS_OF_COST),
                new Throughput(prefillTokensPerSecond.getAsDouble(), decode.getAsDouble()),
                hour,
                1);
        return OptionalDouble.of(cost.nanos() / NANOS_PER_USD);
    }

    /// Of all streams together.
    OptionalDouble decodeTokensPerSecond(int streams) {
        Double millis = decodeMillis.get(streams);
        return millis == null ? OptionalDouble.empty() : OptionalDouble.of(streams * MILLIS_PER_SECOND / millis);
    }

    SequencedMap<TaskClass, Interval> byClass() {
        SequencedMap<TaskClass, Interval> all = new LinkedHashMap<>();
        for (TaskClass each : TaskClass.values()) {
            double[] own = scores.stream()
                    .filter(scored -> scored.task().taskClass() == each)
                    .mapToDouble(Scored::score)
                    .toArray();
            if (own.length > 0) {
                all.put(each, Interval.of(own));
            }
        }
        return all;
    }

    private static <T> OptionalDouble share(List<T> all, ToDoubleFunction<T> of, double tasks) {
        return tasks == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(all.stream().mapToDouble(of).sum() / tasks);
    }

    private static SequencedMap<Integer, Double> byStreams(
            List<Journal.Rates> rates, Function<Journal.Rates, SequencedMap<Integer, Double>> of) {
        SequencedMap<Integer, Double> medians = new LinkedHashMap<>();
        for (int streams : RateRun.STREAMS) {
            median(rates.stream()
                            .map(of)
                            .map(map -> map.get(streams))
                            .filter(Objects::nonNull)
                            .mapToDouble(Double::doubleValue)
                            .toArray())
                    .ifPresent(value -> medians.put(streams, value));
        }
        return medians;
    }

    static OptionalDouble median(double[] values) {
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private static String latest(List<Journal.Answer> answers, List<Journal.Rates> rates) {
        return java.util.stream.Stream.concat(
                        answers.stream().map(Journal.Answer::at), rates.stream().map(Journal.Rates::at))
                .max(String::compareTo)
                .orElse("");
    }
}
