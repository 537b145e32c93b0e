package dev.cortado.gateway.check;

/// Looks at a whole answer before it is delivered.
public interface AnswerCheck {

    /// @param said what the user said last
    Judgement judge(String answer, String said);
}
