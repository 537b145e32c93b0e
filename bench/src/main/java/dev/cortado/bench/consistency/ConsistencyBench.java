package dev.cortado.bench.consistency;

import dev.cortado.bench.Figures;
import dev.cortado.bench.calibration.Interval;
import dev.cortado.bench.chat.ChatClient;
import dev.cortado.evaluation.builtin.BuiltInTasks;
import dev.cortado.evaluation.item.Split;
import dev.cortado.evaluation.item.Task;
import dev.cortado.evaluation.item.TaskClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The bench: tasks with known answers, asked of one model, which cannot escalate to another, with a check whose error
/// nobody knows (self-consistency, or a verifier); how often it is wrong about the answer that is delivered.
///
/// Argument: the plan's file.
public final class ConsistencyBench {

    private static final int SAY_EVERY = 25;

    private final ConsistencyPlan plan;
    private final ChatClient client;
    private int done;

    private ConsistencyBench(ConsistencyPlan plan) {
        this.plan = plan;
        this.client = new ChatClient(plan.baseUrl(), plan.apiKey());
    }

    /// @param text empty where nobody answered
    private record Checked(Task task, String text, String check, boolean isAnswered) {

        boolean isRight() {
            return task.checker().score(text) == 1;
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        new ConsistencyBench(ConsistencyPlan.read(Path.of(arguments[0]))).run().write();
    }

    private Figures run() throws InterruptedException, ExecutionException {
        List<Task> tasks = BuiltInTasks.all()
                .of(Split.CALIBRATION)
                .stratified(plan.tasks())
                .tasks();
        Verdicts all = Verdicts.NONE;
        Map<TaskClass, Verdicts> byClass = new EnumMap<>(TaskClass.class);
        for (Checked each : ask(tasks)) {
            all = counted(all, each);
            byClass.merge(each.task().taskClass(), counted(Verdicts.NONE, each), (known, _) -> counted(known, each));
        }
        byClass.forEach(ConsistencyBench::line);
        Figures figures = new Figures()
                .put("judged", all.judged())
                .put("undecided", all.undecided())
                .put("unanswered", all.unanswered())
                .put("right", all.right())
                .put("wronglyKept", all.wronglyKept())
                .put("wronglyFailed", all.wronglyFailed());
        if (all.judged() == 0) {
            System.err.println("no answer was judged, so there is no error to tell");
            return figures;
        }
        Interval error = all.error();
        return figures.put("error", error.mean(), 4)
                .put("errorLow", error.low(), 4)
                .put("errorHigh", error.high(), 4);
    }

    private static Verdicts counted(Verdicts known, Checked each) {
        return each.isAnswered() ? known.plus(each.check(), each.isRight()) : known.plusUnanswered();
    }

    private static void line(TaskClass taskClass, Verdicts verdicts) {
        System.err.println(String.format(
                Locale.ROOT,
                "%-15s judged %3d, right %3d; wrong ones kept %3d, right ones failed %3d; undecided %3d",
                taskClass.word(),
                verdicts.judged(),
                verdicts.right(),
                verdicts.wronglyKept(),
                verdicts.wronglyFailed(),
                verdicts.undecided()));
    }

    private List<Checked> ask(List<Task> tasks) throws InterruptedException, ExecutionException {
        List<Callable<Checked>> questions = new ArrayList<>();
        for (Task task : tasks) {
            questions.add(() -> ask(task, tasks.size()));
        }
        List<Checked> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(plan.streams())) {
            for (Future<Checked> each : threads.invokeAll(questions)) {
                all.add(each.get());
            }
        }
        return all;
    }

    private Checked ask(Task task, int count) throws InterruptedException {
        ChatClient.Question question =
                new ChatClient.Question(plan.model(), task.messages(), task.completionTokensMax(), plan.check());
        Checked checked = switch (client.ask(question)) {
            case ChatClient.Reply.Said said -> new Checked(task, said.text(), said.check(), true);
            case ChatClient.Reply.Silent silent -> {
                System.err.println(task.id() + " has no answer: " + silent.because());
                yield new Checked(task, "", "", false);
            }
        };
        tell(count);
        return checked;
    }

    private synchronized void tell(int count) {
        done++;
        if (done % SAY_EVERY == 0 || done == count) {
            System.err.println(done + " of " + count);
        }
    }
}
