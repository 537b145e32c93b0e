package dev.cortado.accounting.limit;

/// Since when a cap holds. Grants obey it at once in any case.
public enum CapEffect {
    /// No more than the cap is spent or leased.
    NOW("now"),
    /// More is leased than the cap: it holds once leases shrink or close.
    WHEN_LEASES_SHRINK("when leases shrink"),
    /// More is spent than the cap: nothing further is granted in this window.
    NEXT_WINDOW("next window"),
    /// More is spent than the cap of a limit over all time, which has no next window: nothing further is granted until
    /// the cap is raised.
    ONCE_RAISED("once raised above what is spent");

    private final String words;

    CapEffect(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /// @param committed spent and leased together, of the counter that has most
    /// @param renews whether the limit has windows that end
    public static CapEffect of(boolean hard, long cap, long committed, long spent, boolean renews) {
        if (!hard || committed <= cap) {
            return NOW;
        }
        if (spent <= cap) {
            return WHEN_LEASES_SHRINK;
        }
        return renews ? NEXT_WINDOW : ONCE_RAISED;
    }
}
