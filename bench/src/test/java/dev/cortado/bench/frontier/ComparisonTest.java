package dev.cortado.bench.frontier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.evaluation.builtin.BuiltInTasks;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final List<Task> TASKS =
            BuiltInTasks.all().of(Split.HELD_OUT).stratified(200).tasks();

    private static Pass pass(String model, IntToDoubleFunction score, IntToLongFunction nanos) {
        return new Pass(
                model,
                IntStream.range(0, TASKS.size())
                        .mapToObj(n -> new Answered(
                                AskedTask.of(TASKS.get(n)),
                                score.applyAsDouble(n),
                                NanoUsd.of(nanos.applyAsLong(n)),
                                model))
                        .toList());
    }

    private static Pass with(Pass pass, Answered further) {
        return new Pass(
                pass.model(),
                Stream.concat(pass.answers().stream(), Stream.of(further)).toList());
    }

    @Test
    void shares_areOfAlwaysLarge() {
        Pass auto = pass("auto", n -> .6, _ -> 300);
        Pass large = pass("large", n -> .8, _ -> 1000);
        Comparison comparison = new Comparison(auto, large, List.of(large));
        assertEquals(.75, comparison.utilityShare().value(), 1e-9);
        assertEquals(.3, comparison.costShare().value(), 1e-9);
    }

    @Test
    void fixedMix_liesBetweenTwoVariants_atTheCostOfAuto() {
        Pass small = pass("small", n -> .4, _ -> 200);
        Pass large = pass("large", n -> .8, _ -> 1000);
        Pass auto = pass("auto", n -> .7, _ -> 600);
        Comparison comparison = new Comparison(auto, large, List.of(small, large));
        assertEquals(.6, comparison.fixedMixUtility(), 1e-9);
        assertEquals(.1, comparison.aboveFixedMix().value(), 1e-9);
    }

    @Test
    void autoBelowTheCheapest_isComparedWithNotAnsweringSome() {
        Pass large = pass("large", n -> .8, _ -> 1000);
        Pass auto = pass("auto", n -> .5, _ -> 500);
        assertEquals(.4, new Comparison(auto, large, List.of(large)).fixedMixUtility(), 1e-9);
    }

    @Test
    void interval_holdsTheValue_andNarrowsToItWhereNothingVaries() {
        Pass large = pass("large", n -> n % 4 == 0 ? 0 : 1, _ -> 1000);
        Pass auto = pass("auto", n -> n % 3 == 0 ? 0 : 1, n -> 100 + 10 * (n % 7));
        Comparison comparison = new Comparison(auto, large, List.of(large));
        Comparison.Figure share = comparison.utilityShare();
        assertTrue(share.low() < share.value() && share.value() < share.high(), share.toString());
        Comparison.Figure same = new Comparison(large, large, List.of(large)).utilityShare();
        assertEquals(1, same.low(), 1e-9);
        assertEquals(1, same.high(), 1e-9);
    }

    @Test
    void pass_tellsWhoAnswered_andWhatWasNot() {
        Pass auto = new Pass(
                "auto",
                List.of(
                        new Answered(AskedTask.of(TASKS.get(0)), 1, NanoUsd.of(5), "v"),
                        new Answered(new AskedTask(TASKS.get(1), "brand"), 0, NanoUsd.ZERO, "")));
        assertEquals("{none=1, v=1}", auto.byVariant().toString());
        assertEquals(1, auto.unanswered());
    }

    @Test
    void part_isOfSomeTasksAlone() {
        Pass large = with(
                pass("large", _ -> 1, _ -> 1000),
                new Answered(new AskedTask(TASKS.get(0), "brand"), 1, NanoUsd.of(8000), "large"));
        Pass auto = with(
                pass("auto", _ -> 1, _ -> 500),
                new Answered(new AskedTask(TASKS.get(0), "brand"), 1, NanoUsd.of(800), "tuned"));
        Comparison all = new Comparison(auto, large, List.of(large));
        assertEquals(.5, all.part(AskedTask::isGeneral).costShare().value(), 1e-9);
        assertEquals(.1, all.part(asked -> !asked.isGeneral()).costShare().value(), 1e-9);
        assertEquals((200 * 500 + 800) / (200 * 1000 + 8000.), all.costShare().value(), 1e-9);
    }
}
