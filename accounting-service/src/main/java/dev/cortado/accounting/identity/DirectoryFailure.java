package dev.cortado.accounting.identity;

/// The directory did not do what it was asked.
public final class DirectoryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What may help.
    public enum Kind {
        /// It cannot be reached: the same will work once it is back.
        UNREACHABLE,
        /// It answered with a failure of its own: the same may work later.
        FAILED,
        /// It refused what was asked, and will again.
        REFUSED
    }

    private final Kind kind;

    public DirectoryFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// Its words, which are never missing.
    public String why() {
        return String.valueOf(getMessage());
    }

    static DirectoryFailure refused(String message) {
        return new DirectoryFailure(Kind.REFUSED, message);
    }
}
