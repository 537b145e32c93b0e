package dev.cortado.router.catalogue;

/// The catalogue as it is now: its file's, with what the newest calibration measured. A request takes it once and goes
/// on with what it took.
public final class CurrentCatalogue {

    private final Catalogue file;
    private volatile Catalogue now;

    public CurrentCatalogue(Catalogue file) {
        this.file = file;
        this.now = file;
    }

    public Catalogue now() {
        return now;
    }

    /// From the next request on.
    public void measured(Measurements measurements) {
        now = file.with(measurements);
    }
}
