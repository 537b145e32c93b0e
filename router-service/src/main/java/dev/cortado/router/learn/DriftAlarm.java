package dev.cortado.router.learn;

/// Sounds when one variant's ratings stop fitting what was predicted of it, and where its answers are engaged unlike
/// the organisation's others ([Residuals]). Two sums of residuals e, one for those below 0 and one for those above,
/// each never below 0 (CUSUM: Page, "Continuous Inspection Schemes", Biometrika 41, 1954):
///
/// ```
/// g ← max(0, g − e − k)        and likewise for −e; alarm at g > h
/// ```
///
/// With k = .1, half of the shift of .2 that is to be found, and h = 20, a shift of .2 is found after
/// `h / (.2 − k)` = 200 ratings on average. Without a shift, ratings of 0 or 1 (deviation σ ≤ .5) sound it once in
/// `(e^(2δH) − 1 − 2δH) / 2δ²` ≈ 10⁸ ratings, `δ = k/σ`, `H = h/σ + 1.166` (Siegmund, Sequential Analysis, 1985).
/// Predictions that are off by .04 all the time leave once in some 10⁵.
///
/// A residual that changes moves both sums by as much, without the slack, which it had when it came. Only further
/// engagement with an answer raises neither: while readers were not that far, its residual had been held down at 0. So
/// of answers that came in a burst and are only opened as yet the sum of those below tells too much, until they are
/// engaged with as others are.
///
/// The predictions are those before corrections by ratings, which would follow the shift and hide it.
public final class DriftAlarm {

    private static final double SLACK = .1;
    private static final double LEVEL = 20;

    /// Further a sum does not rise, so that it comes down again once ratings fit.
    private static final double MOST = 2 * LEVEL;

    private static final double QUIET = LEVEL / 4;

    /// Ratings that the calibration error is taken over: the weights of all sum to this.
    private static final double RECENT = 200;

    private double below;
    private double above;
    private double off;
    private boolean sounding;

    /// @param utility as predicted
    /// @param score 0..1
    /// @return whether the alarm sounds: from the first such rating until ratings have fitted for so long that
    ///     both sums are low again, or until [#quiet()]
    public boolean rated(double utility, double score) {
        return observed(new Observation.Fresh(score - utility));
    }

    synchronized boolean observed(Observation observation) {
        switch (observation) {
            case Observation.Fresh(double residual) -> {
                below = Math.clamp(below - residual - SLACK, 0, MOST);
                above = Math.clamp(above + residual - SLACK, 0, MOST);
                off += (residual - off) / RECENT;
            }
            case Observation.Raised(double by) -> {
                below = Math.max(0, below - by);
                off += by / RECENT;
            }
            case Observation.Revised(double by) -> {
                below = Math.clamp(below - by, 0, MOST);
                above = Math.clamp(above + by, 0, MOST);
                off += by / RECENT;
            }
            case Observation.Nothing() -> {}
        }
        return sounds();
    }

    private boolean sounds() {
        if (below > LEVEL || above > LEVEL) {
            sounding = true;
        } else if (below < QUIET && above < QUIET) {
            sounding = false;
        }
        return sounding;
    }

    public synchronized boolean isSounding() {
        return sounding;
    }

    /// How far recent ratings lie from what was predicted, on average: below 0 where they are worse.
    public synchronized double meanResidual() {
        return off;
    }

    /// Starts anew: what is predicted was fitted again.
    public synchronized void quiet() {
        below = 0;
        above = 0;
        off = 0;
        sounding = false;
    }
}
