package dev.cortado.evaluation.builtin;

/// Makes tasks of one form.
interface Template {
    Draft draw(Dice dice);
}
