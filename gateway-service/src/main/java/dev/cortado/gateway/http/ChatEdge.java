package dev.cortado.gateway.http;

/// What every chat exchange needs of the HTTP edge.
record ChatEdge(
        BodyReader bodies,
        ChatRequestReader requests,
        IdempotencyKeyReader keys,
        GatheringLimit gathering,
        Answers answers,
        ApiErrors errors,
        GatewayMetrics metrics) {}
