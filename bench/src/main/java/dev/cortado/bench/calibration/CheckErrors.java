package dev.cortado.bench.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cortado.evaluation.check.JsonCheck;
import dev.cortado.evaluation.item.TaskClass;
import dev.cortado.gateway.check.AnswerCheck;
import dev.cortado.gateway.check.ArithmeticCheck;
import dev.cortado.gateway.check.Judgement;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// How often a check that requests may ask for judges answers wrongly: of the answers that variants gave to the tasks
/// it is for. Such a check may escalate, which is only worth its cost where it seldom errs (DESIGN section 5: at most a
/// tenth).
///
/// Arithmetic is right where the task's own checker says so. JSON is right where another parser reads it.
///
/// @param check as requests write it
/// @param undecided answers that held nothing to judge
/// @param wrongWhereItDecides wrong answers to messages of which the check says that it decides
/// @param foundWhereItDecides of those, how many it found
record CheckErrors(
        String check,
        int wronglyKept,
        int wronglyFailed,
        int judged,
        int undecided,
        int wrongWhereItDecides,
        int foundWhereItDecides) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// Of those checks that had anything to judge.
    static List<CheckErrors> of(Collection<Measured.Answered> answers) {
        return List.of(
                        of(
                                "arithmetic",
                                new ArithmeticCheck(),
                                CheckErrors::isArithmetic,
                                CheckErrors::isRight,
                                answers),
                        of(
                                "json",
                                new dev.cortado.gateway.check.JsonCheck(),
                                CheckErrors::asksForJson,
                                CheckErrors::isJson,
                                answers))
                .stream()
                .filter(each -> each.judged() > 0)
                .toList();
    }

    private static CheckErrors of(
            String name,
            AnswerCheck check,
            Predicate<Measured.Answered> isFor,
            Predicate<Measured.Answered> isRight,
            Collection<Measured.Answered> answers) {
        int wronglyKept = 0;
        int wronglyFailed = 0;
        int judged = 0;
        int undecided = 0;
        int wrong = 0;
        int found = 0;
        for (Measured.Answered each : answers.stream().filter(isFor).toList()) {
            String said = each.task().messages().getLast().content();
            Judgement judgement = check.judge(each.answer(), said);
            if (check.decides(said) && !isRight.test(each)) {
                wrong++;
                found += judgement.isBroken() ? 1 : 0;
            }
            switch (judgement) {
                case Judgement.Undecided _ -> undecided++;
                case Judgement.Kept _ -> {
                    judged++;
                    wronglyKept += isRight.test(each) ? 0 : 1;
                }
                case Judgement.Broken _ -> {
                    judged++;
                    wronglyFailed += isRight.test(each) ? 1 : 0;
                }
            }
        }
        return new CheckErrors(name, wronglyKept, wronglyFailed, judged, undecided, wrong, found);
    }

    private static boolean isArithmetic(Measured.Answered each) {
        return each.task().taskClass() == TaskClass.ARITHMETIC;
    }

    private static boolean isRight(Measured.Answered each) {
        return each.score() == 1;
    }

    private static boolean asksForJson(Measured.Answered each) {
        return each.task().checker() instanceof JsonCheck;
    }

    private static boolean isJson(Measured.Answered each) {
        try {
            return !JSON.readTree(each.answer()).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /// Share of the judged answers that were judged wrongly, with its interval.
    Interval error() {
        double[] wrong = new double[judged];
        java.util.Arrays.fill(wrong, 0, wronglyKept + wronglyFailed, 1);
        return Interval.of(wrong);
    }

    String sentence() {
        Interval error = error();
        String decided = wrongWhereItDecides == 0
                ? ""
                : " Of " + wrongWhereItDecides + " wrong answers to messages that it decides it found "
                        + foundWhereItDecides + ".";
        return String.format(
                        Locale.ROOT,
                        "The check '%s' judged %d of %d answers, %d of them wrongly (%d wrong ones kept, %d right ones failed):"
                                + " an error of %.3f, %.3f to %.3f.",
                        check,
                        judged,
                        judged + undecided,
                        wronglyKept + wronglyFailed,
                        wronglyKept,
                        wronglyFailed,
                        error.mean(),
                        error.low(),
                        error.high())
                + decided;
    }
}
