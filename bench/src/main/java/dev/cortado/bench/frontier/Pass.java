package dev.cortado.bench.frontier;

import dev.cortado.router.frontier.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// All tasks asked of one model, in their order.
record Pass(String model, List<Answered> answers) {

    private static final int SAY_EVERY = 25;
    private static final double NANOS_A_USD = 1e9;

    Pass {
        answers = List.copyOf(answers);
    }

    /// @param streams asked at the same time
    static Pass run(Client client, String model, List<AskedTask> tasks, int streams)
            throws InterruptedException, ExecutionException {
        AtomicInteger done = new AtomicInteger();
        List<Callable<Answered>> calls = new ArrayList<>();
        for (AskedTask asked : tasks) {
            calls.add(() -> {
                Answered answered = client.ask(model, asked);
                int count = done.incrementAndGet();
                if (count % SAY_EVERY == 0 || count == tasks.size()) {
                    System.err.printf("%s: %d of %d%n", model, count, tasks.size());
                }
                return answered;
            });
        }
        List<Answered> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(streams)) {
            for (Future<Answered> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return new Pass(model, answers);
    }

    int size() {
        return answers.size();
    }

    double score(int place) {
        return answers.get(place).score();
    }

    /// The same, of some tasks alone.
    Pass part(Predicate<AskedTask> which) {
        return new Pass(
                model, answers.stream().filter(each -> which.test(each.asked())).toList());
    }

    /// USD charged for one task.
    double cost(int place) {
        return answers.get(place).cost().nanos() / NANOS_A_USD;
    }

    /// Mean utility over mean cost in USD a task, of the tasks at these places.
    Offer offer(int[] places) {
        double utility = 0;
        double cost = 0;
        for (int place : places) {
            utility += score(place);
            cost += cost(place);
        }
        return new Offer(model, cost / places.length, utility / places.length);
    }

    long unanswered() {
        return answers.stream().filter(each -> each.variant().isEmpty()).count();
    }

    /// How many tasks each variant answered.
    Map<String, Integer> byVariant() {
        Map<String, Integer> all = new TreeMap<>();
        answers.forEach(each -> all.merge(each.variant().isEmpty() ? "none" : each.variant(), 1, Integer::sum));
        return all;
    }

    /// A line for each class: its mean score, and who answered.
    List<String> classes() {
        Map<String, List<Answered>> byClass = new TreeMap<>();
        answers.forEach(each -> byClass.computeIfAbsent(each.asked().kind(), _ -> new ArrayList<>())
                .add(each));
        return byClass.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "  %-17s %3d tasks, utility %.3f: %s",
                        entry.getKey(),
                        entry.getValue().size(),
                        entry.getValue().stream()
                                .mapToDouble(Answered::score)
                                .average()
                                .orElseThrow(),
                        new Pass(model, entry.getValue()).byVariant()))
                .toList();
    }
}
