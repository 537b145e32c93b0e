package dev.cortado.router.decision;

/// The store cannot be asked at present.
public final class StoreAway extends RuntimeException {

    public StoreAway(Throwable cause) {
        super("the store of decisions cannot be asked at present", cause);
    }
}
