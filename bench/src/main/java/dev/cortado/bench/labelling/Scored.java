package dev.cortado.bench.labelling;

import dev.cortado.evaluation.check.Unchecked;
import dev.cortado.evaluation.item.Task;
import java.util.Optional;
import java.util.OptionalDouble;

/// One variant's answer to one prompt, with what is known of its worth.
///
/// @param answer empty where nobody answered
/// @param verdict of the judge, 0..1; empty where none was asked, or none could be read
record Scored(Task task, String variant, Optional<AnswerJournal.Entry> answer, OptionalDouble verdict) {

    boolean isChecked() {
        return !(task.checker() instanceof Unchecked);
    }

    /// By the prompt's own check where it has one, else by the judge; empty where neither can say.
    OptionalDouble score() {
        if (answer.isEmpty()) {
            return OptionalDouble.empty();
        }
        return isChecked() ? OptionalDouble.of(task.checker().score(answer.get().text())) : verdict;
    }
}
