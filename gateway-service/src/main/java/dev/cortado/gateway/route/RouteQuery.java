package dev.cortado.gateway.route;

import dev.cortado.gateway.authenticate.Tenant;
import dev.cortado.gateway.chat.ChatRequest;
import dev.cortado.gateway.chat.PromptMeasure;

/// What the router is asked: who pays, what is wanted, and how large the prompt is.
public record RouteQuery(Tenant tenant, ChatRequest request, PromptMeasure prompt, String requestId) {}
