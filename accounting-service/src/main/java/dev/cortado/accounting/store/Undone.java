package dev.cortado.accounting.store;

/// Undoes the transaction that it is thrown in, and carries what to answer.
final class Undone extends RuntimeException {

    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // Never serialised.
    private final Object answer;

    Undone(Object answer) {
        super(null, null, false, false);
        this.answer = answer;
    }

    /// @param type of what was thrown with
    <T> T answer(Class<T> type) {
        return type.cast(answer);
    }
}
