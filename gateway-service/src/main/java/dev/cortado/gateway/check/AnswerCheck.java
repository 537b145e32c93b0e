package dev.cortado.gateway.check;

/// Looks at a whole answer before it is delivered.
public interface AnswerCheck {

    /// @param said what the user said last
    Judgement judge(String answer, String said);

    /// Whether it surely tells, as far as its measured error goes, if an answer to this message is right; else it
    /// proves a
    /// form, or may find nothing to judge by.
    ///
    /// @param said what the user said last
    default boolean decides(String said) {
        return false;
    }
}
