package dev.cortado.bench.calibration;

import dev.cortado.evaluation.item.Task;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Tenant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// Lets a subject answer the tasks that it has not answered yet, several at a time, and writes each answer down.
final class Answering {

    /// Tasks of one line of what they took of the machine.
    private static final int STRETCH = 40;

    private static final Tenant TENANT = new Tenant("calibration");

    private final LoadedSubject subject;
    private final Journal journal;
    private final Progress progress;
    private final double tdpWatts;
    private final AtomicReference<String> failure = new AtomicReference<>("");

    Answering(LoadedSubject subject, Journal journal, Progress progress, double tdpWatts) {
        this.subject = subject;
        this.journal = journal;
        this.progress = progress;
        this.tdpWatts = tdpWatts;
    }

    /// Tasks without an answer in the journal.
    static List<Task> open(Journal journal, List<Task> tasks) throws java.io.IOException {
        Set<String> answered =
                journal.answers().stream().map(Journal.Answer::digest).collect(Collectors.toSet());
        return tasks.stream().filter(task -> !answered.contains(task.digest())).toList();
    }

    /// @throws IllegalStateException if the engine fails
    void run(List<Task> tasks) throws InterruptedException {
        for (int from = 0; from < tasks.size(); from += STRETCH) {
            List<Task> stretch = tasks.subList(from, Math.min(tasks.size(), from + STRETCH));
            Meter meter = new Meter(tdpWatts);
            answer(stretch);
            journal.add(meter.stretch(stretch.size()));
        }
    }

    private void answer(List<Task> tasks) throws InterruptedException {
        Semaphore streams = new Semaphore(Subject.STREAMS);
        for (Task task : tasks) {
            streams.acquire();
            refuseFailure();
            begin(task, streams);
        }
        streams.acquire(Subject.STREAMS);
        refuseFailure();
    }

    private void refuseFailure() {
        if (!failure.get().isEmpty()) {
            throw new IllegalStateException(failure.get());
        }
    }

    private void begin(Task task, Semaphore streams) {
        PreparedPrompt prompt = subject.prompt(task.messages());
        if (!subject.fits(prompt, task.completionTokensMax())) {
            throw new IllegalStateException("task " + task.id() + " has " + prompt.size()
                    + " tokens, which do not fit the context of one stream");
        }
        StringBuilder text = new StringBuilder();
        subject.generate(prompt, task.completionTokensMax(), TENANT, new GenerationListener() {
            @Override
            public void delta(String delta) {
                text.append(delta);
            }

            @Override
            public void ended(GenerationEnd end) {
                try {
                    record(task, text.toString(), end);
                } finally {
                    streams.release();
                }
            }
        });
    }

    private void record(Task task, String text, GenerationEnd end) {
        if (end instanceof GenerationEnd.Generated generated
                && (generated.cause() == StopCause.STOP || generated.cause() == StopCause.LENGTH)) {
            journal.add(new Journal.Answer(
                    task.digest(),
                    text,
                    generated.promptTokens().count(),
                    generated.cachedPromptTokens().count(),
                    generated.completionTokens().count(),
                    Journal.now()));
            progress.done();
        } else {
            failure.compareAndSet("", "task " + task.id() + " was not answered: " + end);
        }
    }
}
