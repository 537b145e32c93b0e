package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import dev.cortado.evaluation.item.TaskMessage;
import dev.cortado.evaluation.item.TaskSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The evaluation set that comes with Cortado: so many tasks of each of ten classes, every template of a class in equal
/// parts, half of each template's tasks for calibration and half held out. It never changes but with this code.
public final class BuiltInTasks {

    public static final int TASKS_PER_CLASS = 104;

    private static final long SEED = 20_261_128L;
    private static final int TRIES_MAX = 400;

    private static final TaskSet ALL = make();

    private BuiltInTasks() {}

    public static TaskSet all() {
        return ALL;
    }

    private static Map<TaskClass, List<Template>> templates() {
        Map<TaskClass, List<Template>> all = new LinkedHashMap<>();
        all.put(TaskClass.ARITHMETIC, ArithmeticTasks.templates());
        all.put(TaskClass.FACTS, FactTasks.templates());
        all.put(TaskClass.EXTRACTION, ExtractionTasks.templates());
        all.put(TaskClass.CLASSIFICATION, ClassificationTasks.templates());
        all.put(TaskClass.INTENT, IntentTasks.templates());
        all.put(TaskClass.REWRITING, RewritingTasks.templates());
        all.put(TaskClass.FORMAT, FormatTasks.templates());
        all.put(TaskClass.TRANSLATION, TranslationTasks.templates());
        all.put(TaskClass.CODE, CodeTasks.templates());
        all.put(TaskClass.MARKETING, MarketingTasks.templates());
        return all;
    }

    private static TaskSet make() {
        List<Task> tasks = new ArrayList<>();
        templates().forEach((taskClass, templates) -> tasks.addAll(ofClass(taskClass, templates)));
        return new TaskSet(tasks);
    }

    /// Templates take turns; of each template's tasks every other one is held out, and which of a pair is drawn.
    private static List<Task> ofClass(TaskClass taskClass, List<Template> templates) {
        List<Task> tasks = new ArrayList<>();
        Set<String> prompts = new HashSet<>();
        Dice halves = new Dice(SEED + taskClass.word().hashCode());
        List<Dice> dice = new ArrayList<>();
        for (int i = 0; i < templates.size(); i++) {
            dice.add(new Dice(SEED * 31 + taskClass.word().hashCode() * 1_000L + i));
        }
        boolean[] firstHeldOut = new boolean[templates.size()];
        for (int n = 0; n < TASKS_PER_CLASS; n++) {
            int template = n % templates.size();
            int turn = n / templates.size();
            if (turn % 2 == 0) {
                firstHeldOut[template] = halves.between(0, 1) == 1;
            }
            Draft draft = fresh(templates.get(template), dice.get(template), prompts);
            tasks.add(new Task(
                    taskClass.word() + "-" + (template + 1) + "-" + (turn + 1),
                    taskClass,
                    List.of(TaskMessage.user(draft.prompt())),
                    draft.completionTokensMax(),
                    draft.checker(),
                    firstHeldOut[template] == (turn % 2 == 0) ? Split.HELD_OUT : Split.CALIBRATION));
        }
        return tasks;
    }

    private static Draft fresh(Template template, Dice dice, Set<String> prompts) {
        for (int i = 0; i < TRIES_MAX; i++) {
            Draft draft = template.draw(dice);
            if (prompts.add(draft.prompt())) {
                return draft;
            }
        }
        throw new IllegalStateException(
                "a template has too few tasks: " + template.draw(dice).prompt());
    }
}
