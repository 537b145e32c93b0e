package dev.cortado.local.inspect;

/// One thing looked at: how it is, and how to mend it where it is not well.
public record Finding(Level level, String what, String how) {
    /// How much it matters.
    public enum Level {
        WELL,
        /// Works, with less than it could.
        NOTE,
        /// `up` cannot work before this is mended.
        WRONG
    }

    public static Finding well(String what) {
        return new Finding(Level.WELL, what, "");
    }

    public static Finding note(String what, String how) {
        return new Finding(Level.NOTE, what, how);
    }

    public static Finding wrong(String what, String how) {
        return new Finding(Level.WRONG, what, how);
    }
}
