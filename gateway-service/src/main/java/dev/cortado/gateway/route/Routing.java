package dev.cortado.gateway.route;

/// The outcome of asking the router.
public sealed interface Routing {

    record Placed(Routed routed) implements Routing {}

    record NotPlaced(RouteRefusal refusal) implements Routing {}
}
