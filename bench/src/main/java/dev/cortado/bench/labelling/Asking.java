package dev.cortado.bench.labelling;

import dev.cortado.bench.chat.ChatClient;
import dev.cortado.evaluation.item.Task;
import java.util.Optional;

/// Asks what is not in the journal yet, and counts what that costs. Threads share it.
final class Asking {

    private final ChatClient client;
    private final AnswerJournal journal;
    private long asked;
    private long costNanoUsd;

    Asking(ChatClient client, AnswerJournal journal) {
        this.client = client;
        this.journal = journal;
    }

    /// @return empty where nobody answered: it is asked again by the next run
    Optional<AnswerJournal.Entry> answer(Task task, String variant) throws InterruptedException {
        Optional<AnswerJournal.Entry> known = journal.find(task.digest(), variant);
        if (known.isPresent()) {
            return known;
        }
        return switch (client.ask(variant, task.messages(), task.completionTokensMax())) {
            case ChatClient.Reply.Said said -> {
                AnswerJournal.Entry entry = new AnswerJournal.Entry(
                        task.digest(),
                        variant,
                        said.text(),
                        said.completionTokens(),
                        said.cost().nanos());
                journal.add(entry);
                count(entry);
                yield Optional.of(entry);
            }
            case ChatClient.Reply.Silent silent -> {
                System.err.println(task.id() + " of " + variant + " has no answer: " + silent.because());
                yield Optional.empty();
            }
        };
    }

    private synchronized void count(AnswerJournal.Entry entry) {
        asked++;
        costNanoUsd += entry.costNanoUsd();
    }

    /// Answers that came in this run.
    synchronized long asked() {
        return asked;
    }

    /// What they cost, in nano-USD.
    synchronized long costNanoUsd() {
        return costNanoUsd;
    }
}
