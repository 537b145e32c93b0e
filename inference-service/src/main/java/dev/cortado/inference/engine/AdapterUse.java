package dev.cortado.inference.engine;

/// Under which LoRA adapter a generation runs and how strongly it is applied; always said, never left to a default of
/// the engine.
///
/// @param id by which the adapter was loaded; empty: none
/// @param scale what the adapter's own strength is multiplied by; 1 is as it was trained
public record AdapterUse(String id, double scale) {

    public static final double SCALE_MAX = 16;

    /// The model as it is.
    public static final AdapterUse NONE = new AdapterUse("", 0);

    public AdapterUse {
        if (id.isEmpty() && scale != 0) {
            throw new IllegalArgumentException("a scale needs an adapter");
        }
        if (!id.isEmpty() && !(scale > 0 && scale <= SCALE_MAX)) {
            throw new IllegalArgumentException(
                    "the scale of adapter '" + id + "' must be above 0 and at most " + SCALE_MAX + ", not " + scale);
        }
    }

    public boolean isNone() {
        return id.isEmpty();
    }
}
