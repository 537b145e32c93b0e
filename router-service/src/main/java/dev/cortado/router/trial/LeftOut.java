package dev.cortado.router.trial;

/// Rated decisions that tell nothing of a policy.
///
/// @param certain chance had no part in the choice
/// @param outOfReach chance could not have taken what the other policy would take
/// @param untold stored by a router that did not keep enough
public record LeftOut(int certain, int outOfReach, int untold) {

    static final LeftOut NOTHING = new LeftOut(0, 0, 0);

    LeftOut oneCertain() {
        return new LeftOut(certain + 1, outOfReach, untold);
    }

    LeftOut oneOutOfReach() {
        return new LeftOut(certain, outOfReach + 1, untold);
    }

    LeftOut oneUntold() {
        return new LeftOut(certain, outOfReach, untold + 1);
    }
}
