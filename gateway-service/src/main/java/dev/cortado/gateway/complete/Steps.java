package dev.cortado.gateway.complete;

import dev.cortado.gateway.admit.ConcurrencyLimit;
import dev.cortado.gateway.authenticate.Authenticator;
import dev.cortado.gateway.check.Verifier;
import dev.cortado.gateway.generate.Inference;
import dev.cortado.gateway.hedge.Hedges;
import dev.cortado.gateway.idempotency.Claims;
import dev.cortado.gateway.route.Router;
import dev.cortado.gateway.settle.Settler;
import org.jspecify.annotations.Nullable;

/// Who does each step of a completion.
///
/// @param verifier who is asked where a request wishes it, null where nobody is
/// @param hedges whether and when a second attempt runs beside the first
/// @param attemptsMax most attempts of one request, the first included
/// @param promptSampleBytesMax of a prompt's text that the router is told, to estimate by
public record Steps(
        Authenticator authenticator,
        ConcurrencyLimit concurrency,
        Claims claims,
        Router router,
        Inference inference,
        Settler settler,
        Observer observer,
        @Nullable Verifier verifier,
        Hedges hedges,
        int attemptsMax,
        int promptSampleBytesMax) {}
