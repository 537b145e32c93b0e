package dev.cortado.bench.calibration;

import dev.cortado.evaluation.item.Task;
import dev.cortado.inference.engine.GenerationEnd;
import dev.cortado.inference.engine.GenerationListener;
import dev.cortado.inference.engine.PreparedPrompt;
import dev.cortado.inference.engine.PromptPreparation;
import dev.cortado.inference.engine.StopCause;
import dev.cortado.inference.engine.Tenant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets a subject answer the tasks that it has not answered yet, several at a time, and writes each answer down.
final class Answering {

    /// Tasks of one line of what they took of the machine.
    private static final int STRETCH = 40;

    private static final Tenant TENANT = new Tenant("calibration");

    private final LoadedSubject subject;
    private final int streams;
    private final int contextTokensMax;
    private final Journal journal;
    private final Progress progress = new Progress();
    private final double tdpWatts;
    private final AtomicReference<String> failure = new AtomicReference<>("");

    /// @param contextTokensMax of the longest stream that is tried: what does not fit it is not taken
    Answering(LoadedSubject subject, int streams, int contextTokensMax, Journal journal, double tdpWatts) {
        this.subject = subject;
        this.streams = streams;
        this.contextTokensMax = contextTokensMax;
        this.journal = journal;
        this.tdpWatts = tdpWatts;
    }

    /// Tasks of which the journal has neither an answer nor that they are not taken.
    static List<Task> open(Journal journal, Subject subject, List<Task> tasks) throws IOException {
        Set<String> known = Stream.concat(
                        journal.answers().stream().map(Journal.Answer::digest),
                        journal.refusals(subject.contextTokensMax()).stream().map(Journal.Refusal::digest))
                .collect(Collectors.toSet());
        return tasks.stream().filter(task -> !known.contains(task.digest())).toList();
    }

    /// @return those that do not fit the context of a stream here, and may fit a longer one
    /// @throws IllegalStateException if the engine fails
    List<Task> run(List<Task> tasks) throws InterruptedException {
        List<Asked> asked = new ArrayList<>();
        List<Task> tooLong = new ArrayList<>();
        for (Task task : tasks) {
            prepare(task, asked, tooLong);
        }
        for (int from = 0; from < asked.size(); from += STRETCH) {
            List<Asked> stretch = asked.subList(from, Math.min(asked.size(), from + STRETCH));
            Meter meter = new Meter(tdpWatts);
            answer(stretch);
            journal.add(meter.stretch(stretch.size()));
        }
        return tooLong;
    }

    private record Asked(Task task, PreparedPrompt prompt) {}

    private void prepare(Task task, List<Asked> asked, List<Task> tooLong) {
        switch (subject.prepare(task.messages())) {
            case PromptPreparation.Prepared(var prompt) -> {
                int tokens = prompt.size() + task.completionTokensMax();
                if (tokens <= subject.contextTokens()) {
                    asked.add(new Asked(task, prompt));
                } else if (tokens <= contextTokensMax) {
                    tooLong.add(task);
                } else {
                    refuse(
                            task,
                            "with its answer it may take " + tokens + " tokens, and a context has " + contextTokensMax);
                }
            }
            case PromptPreparation.Unrenderable(var reason) -> refuse(task, reason);
            case PromptPreparation.Unsupported unsupported -> refuse(task, unsupported.reason());
        }
    }

    private void refuse(Task task, String reason) {
        journal.add(new Journal.Refusal(task.digest(), reason, contextTokensMax, Journal.now()));
        progress.done();
    }

    private void answer(List<Asked> tasks) throws InterruptedException {
        Semaphore free = new Semaphore(streams);
        for (Asked each : tasks) {
            free.acquire();
            refuseFailure();
            begin(each, free);
        }
        free.acquire(streams);
        refuseFailure();
    }

    private void refuseFailure() {
        if (!failure.get().isEmpty()) {
            throw new IllegalStateException(failure.get());
        }
    }

    private void begin(Asked asked, Semaphore free) {
        Task task = asked.task();
        StringBuilder text = new StringBuilder();
        subject.generate(asked.prompt(), task.completionTokensMax(), TENANT, new GenerationListener() {
            @Override
            public void delta(String delta) {
                text.append(delta);
            }

            @Override
            public void ended(GenerationEnd end) {
                try {
                    record(task, text.toString(), end);
                } finally {
                    free.release();
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
