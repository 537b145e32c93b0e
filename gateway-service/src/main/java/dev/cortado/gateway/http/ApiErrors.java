package dev.cortado.gateway.http;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.gateway.admit.Admission;
import dev.cortado.gateway.authenticate.Authentication;
import dev.cortado.gateway.complete.Refusal;
import dev.cortado.gateway.generate.AttemptRefusal;
import dev.cortado.gateway.idempotency.Claiming;
import dev.cortado.gateway.route.Budget;
import dev.cortado.gateway.route.RouteRefusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// Refusals of every step in OpenAI's words: status, type, code, and what a client should do about it.
final class ApiErrors {

    private static final String NOT_ALLOWED = "permission_error";
    private static final String RATE = "rate_limit_exceeded";
    private static final String QUOTA = "insufficient_quota";
    private static final String UNAVAILABLE = "service_unavailable";
    private static final String SERVER = "server_error";
    /// Longer than the window of any limit that renews.
    private static final Duration WINDOW_MAX = Duration.ofDays(366);

    /// Where the node alone knows what it did: the log decides, within minutes.
    private static final String MAY_BE_CHARGED = "; it is charged only if its usage record still reaches the log in"
            + " time, so a repeated request may be charged beside it: the decision named by cortado-decision-id tells";

    private final InstantSource clock;
    private final Duration retryAfterBusy;
    private final Duration retryAfterUnreachable;
    private final Duration retryAfterInFlight;

    /// @param retryAfterBusy what to say where too much runs at once
    /// @param retryAfterUnreachable what to say where another service is away and gives no time itself
    /// @param retryAfterInFlight what to say while the first request of an idempotency key runs
    ApiErrors(
            InstantSource clock, Duration retryAfterBusy, Duration retryAfterUnreachable, Duration retryAfterInFlight) {
        this.clock = clock;
        this.retryAfterBusy = retryAfterBusy;
        this.retryAfterUnreachable = retryAfterUnreachable;
        this.retryAfterInFlight = retryAfterInFlight;
    }

    ApiError of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NotAuthenticated(Authentication.Refused why) -> of(why);
            case Refusal.NotAdmitted(Admission.Refused why) -> of(why);
            case Refusal.NotClaimed(Claiming.Refused why) -> of(why);
            case Refusal.NotRouted(RouteRefusal why) -> of(why);
            case Refusal.HoldTooSmall(AttemptRefusal why, Budget budget) ->
                quota(
                        "the budget cannot pay for this prompt and one completion token" + price(why) + left(budget),
                        budget);
            case Refusal.ContextTooLong(AttemptRefusal why) ->
                contextTooLong(why.message(), why.promptTokens(), why.contextTokensMax());
            case Refusal.NotServed(AttemptRefusal why) ->
                ApiError.invalid(why.field().isEmpty() ? null : why.field(), "unsupported_parameter", why.message());
            case Refusal.AttemptsExhausted(int attempts, String last) ->
                unavailable("no node could take the request in " + attempts + " attempts; the last one: " + last);
            case Refusal.CostMaxSpent(NanoUsd charged) ->
                ApiError.of(
                        502,
                        SERVER,
                        "generation_failed",
                        "no node answered; " + charged + " was charged for what failed, and the rest of cost_max_usd"
                                + " pays for no other attempt");
            case Refusal.BrokenOff(String message) ->
                ApiError.of(
                        502,
                        SERVER,
                        "generation_failed",
                        "the generation broke off: " + message + "; what was produced may be charged");
            case Refusal.NotMetered(String message) ->
                unavailable("the answer could not be metered in time" + appended(message) + MAY_BE_CHARGED);
            case Refusal.Unheard(String message) ->
                unavailable("no answer was heard from the node: " + message + MAY_BE_CHARGED);
            case Refusal.Internal _ -> internal();
        };
    }

    ApiError of(Authentication.Refused why) {
        return switch (why) {
            case Authentication.Rejected(String message) ->
                ApiError.of(401, ApiError.INVALID, "invalid_api_key", message)
                        .withHeader("www-authenticate", "Bearer realm=\"cortado\"");
            case Authentication.Suspended(String message) ->
                ApiError.of(403, NOT_ALLOWED, "account_suspended", message);
            case Authentication.ChoiceNeeded(String message, List<String> choices) ->
                ApiError.of(
                        403,
                        NOT_ALLOWED,
                        "choice_needed",
                        (message.isEmpty() ? "several projects could pay for this" : message)
                                + ": name one in the OpenAI-Project header, and its organisation in"
                                + " OpenAI-Organization where you have several; there are "
                                + String.join(", ", choices));
            case Authentication.NotAMember(String message) -> ApiError.of(403, NOT_ALLOWED, "not_a_member", message);
            case Authentication.Unavailable(String message) -> unavailable(message);
        };
    }

    private ApiError of(Admission.Refused why) {
        String message = switch (why) {
            case Admission.GatewayFull(int limit) ->
                "this gateway already runs " + limit + " requests at once, as many as it may";
            case Admission.OrganisationFull(int limit) ->
                "your organisation already runs " + limit + " requests at once here, as many as it may";
        };
        return ApiError.of(429, RATE, RATE, message).withRetryAfter(retryAfterBusy);
    }

    ApiError of(Claiming.Refused why) {
        return switch (why) {
            case Claiming.InFlight _ ->
                keyError(
                                409,
                                "idempotency_key_in_use",
                                "the first request with this key still runs: ask again for its answer")
                        .withRetryAfter(retryAfterInFlight);
            case Claiming.AnotherRequest _ ->
                keyError(
                        422,
                        "idempotency_key_reused",
                        "this key was sent before with another body or other Cortado-* headers: give each request a key"
                                + " of its own");
            case Claiming.LostTooOften(int runs) ->
                keyError(
                                409,
                                "idempotent_answer_lost",
                                "the request was run " + runs + " times and its answer lost each time: it runs again"
                                        + " under another key, and is then charged anew")
                        .withoutRetries();
            case Claiming.Unavailable _ ->
                unavailable("idempotency keys cannot be looked up for now; a request without one is served");
        };
    }

    private static ApiError keyError(int status, String code, String message) {
        return new ApiError(
                status,
                ApiError.INVALID,
                IdempotencyKeyReader.HEADER,
                code,
                IdempotencyKeyReader.HEADER + ": " + message,
                java.util.Map.of(),
                java.util.Map.of());
    }

    private ApiError of(RouteRefusal why) {
        return switch (why) {
            case RouteRefusal.UnknownModel(String message, List<String> models) ->
                new ApiError(
                        404,
                        ApiError.INVALID,
                        "model",
                        "model_not_found",
                        orElse(message, "there is no such model; there are " + String.join(", ", models)),
                        java.util.Map.of(),
                        java.util.Map.of());
            case RouteRefusal.UtilityUnreachable(String message, double reachable, var nearest) ->
                UnmetWishes.error(
                                "utility_unreachable",
                                orElse(
                                        message,
                                        "no variant reaches this utility within the other wishes; reachable is "
                                                + decimal(reachable)),
                                nearest)
                        .withFact("utility_reachable", decimal(reachable));
            case RouteRefusal.CostUnreachable(String message, var feasible, var nearest) ->
                UnmetWishes.error(
                                "cost_unreachable",
                                orElse(
                                        message,
                                        "every variant that fits may cost more than cost_max_usd; feasible is "
                                                + feasible),
                                nearest)
                        .withFact("cost_feasible_usd", feasible.toUsd());
            case RouteRefusal.LatencyUnreachable(String message, Duration feasible, var nearest) ->
                UnmetWishes.error(
                                "latency_unreachable",
                                orElse(message, "nothing that fits answers within latency_max_ms now"),
                                nearest)
                        .withFact("latency_feasible_ms", Long.toString(feasible.toMillis()));
            case RouteRefusal.VariantNotAllowed(String message) ->
                ApiError.of(
                        403,
                        NOT_ALLOWED,
                        "model",
                        "model_not_allowed",
                        orElse(message, "your organisation may not use this model")
                                + "; GET /v1/models lists those that you may use");
            case RouteRefusal.ResidencyUnreachable(String message) ->
                ApiError.of(
                        422,
                        ApiError.INVALID,
                        "residency_unreachable",
                        orElse(message, "no pool where your data may go runs this model")
                                + "; send another 'model', or another 'cortado.residency' where the demand is yours");
            case RouteRefusal.BudgetExhausted(String message, Budget budget) ->
                quota(orElse(message, "the budget cannot pay for this request") + left(budget), budget);
            case RouteRefusal.RateLimited(String message, String unit, Budget _, Duration retryAfter) ->
                rate(message, unit, retryAfter);
            case RouteRefusal.NoNode(String message, Duration retryAfter) ->
                unavailable(orElse(message, "no node of a suitable pool is up"), retryAfter);
            case RouteRefusal.AccountingUnavailable(String message, Duration retryAfter) ->
                unavailable(orElse(message, "the budget cannot be asked for now"), retryAfter);
            case RouteRefusal.TenantSuspended(String message) ->
                ApiError.of(403, NOT_ALLOWED, "account_suspended", orElse(message, "this account is suspended"));
            case RouteRefusal.UnknownTenant(String message) ->
                ApiError.of(403, NOT_ALLOWED, "unknown_tenant", orElse(message, "no such organisation or project"));
            case RouteRefusal.UnknownProfile(String message) ->
                new ApiError(
                        404,
                        ApiError.INVALID,
                        "cortado.profile",
                        "profile_not_found",
                        orElse(message, "your organisation has no such prompt profile"),
                        java.util.Map.of(),
                        java.util.Map.of());
            case RouteRefusal.UnknownPrice(String message) ->
                unavailable(orElse(message, "the price of what was asked for is not known"));
            case RouteRefusal.ContextTooLong(String message, long promptTokensMin, long contextTokensMax) ->
                contextTooLong(message, promptTokensMin, contextTokensMax);
            case RouteRefusal.Unsupported(String message, List<String> missing) -> unsupported(message, missing);
            case RouteRefusal.UnknownReservation(String message) ->
                unavailable(orElse(message, "the router lost the request while it was tried again"));
            case RouteRefusal.RouterUnreachable _ -> unavailable("the router cannot be reached");
        };
    }

    /// Names the client's field that asks for the first of what is missing.
    private static ApiError unsupported(String message, List<String> missing) {
        String field = missing.isEmpty() ? "" : field(missing.getFirst());
        String why = orElse(message, "no variant serves this request");
        return ApiError.invalid(
                field.isEmpty() ? null : field,
                "unsupported_parameter",
                field.isEmpty() ? why : "'" + field + "' as given is not served: " + why);
    }

    private static String field(String capability) {
        return switch (capability) {
            case "stream", "n", "logprobs", "logit_bias", "tools" -> capability;
            case "json_object", "json_schema" -> "response_format.type";
            default -> "";
        };
    }

    ApiError unavailable(String message) {
        return unavailable(message, Duration.ZERO);
    }

    private ApiError unavailable(String message, Duration retryAfter) {
        return ApiError.of(503, UNAVAILABLE, "service_unavailable", message)
                .withRetryAfter(orElse(retryAfter, retryAfterUnreachable));
    }

    static ApiError internal() {
        return ApiError.of(500, SERVER, "internal_error", "the gateway failed; the request id leads to its log");
    }

    /// Who stands between may have gone by the other one.
    static ApiError twoHosts() {
        return ApiError.invalid(null, "invalid_host", "there is more than one Host header");
    }

    static ApiError malformed() {
        return ApiError.invalid(
                null,
                "malformed_request",
                "the request's target or its Host header cannot be read: send a path and one Host");
    }

    static ApiError notFound(String path) {
        return ApiError.of(404, ApiError.INVALID, "unknown_url", "there is nothing at " + path);
    }

    static ApiError methodNotAllowed(String method, String path, String allow) {
        return ApiError.of(
                        405,
                        ApiError.INVALID,
                        "method_not_supported",
                        path + " does not take " + method + " but " + allow)
                .withHeader("allow", allow);
    }

    /// @param promptTokensMin zero where not known
    private static ApiError contextTooLong(String message, long promptTokensMin, long contextTokensMax) {
        String counted = promptTokensMin > 0 ? " has at least " + promptTokensMin + " tokens and" : "";
        ApiError error = ApiError.invalid(
                        "messages",
                        "context_length_exceeded",
                        orElse(
                                message,
                                "the prompt" + counted + " does not fit the context of " + contextTokensMax
                                        + " tokens"))
                .withFact("context_tokens_max", Long.toString(contextTokensMax));
        return promptTokensMin > 0 ? error.withFact("prompt_tokens_min", Long.toString(promptTokensMin)) : error;
    }

    /// Retrying changes nothing before the budget renews; OpenAI's clients heed `x-should-retry`.
    private ApiError quota(String message, Budget budget) {
        ApiError error = ApiError.of(429, QUOTA, QUOTA, message).withoutRetries();
        return switch (budget) {
            case Budget.Unlimited _ -> error;
            case Budget.Limited limited -> {
                ApiError told = error.withFact(
                                "budget_remaining_usd", limited.remaining().toUsd())
                        .withFact("budget_cap_usd", limited.cap().toUsd())
                        .withFact("as_of", limited.asOf().toString());
                yield limited.renews()
                        ? told.withRetryAfter(Duration.between(clock.instant(), limited.renewsAt()))
                                .withFact("renews_at", limited.renewsAt().toString())
                        : told;
            }
        };
    }

    private ApiError rate(String message, String unit, Duration retryAfter) {
        boolean renews = retryAfter.compareTo(WINDOW_MAX) <= 0;
        String otherwise = "the limit in " + unit + " is reached " + (renews ? "for now" : "for good");
        ApiError error = ApiError.of(429, RATE, RATE, orElse(message, otherwise));
        return renews ? error.withRetryAfter(orElse(retryAfter, retryAfterBusy)) : error.withoutRetries();
    }

    private static String left(Budget budget) {
        return switch (budget) {
            case Budget.Unlimited _ -> "";
            case Budget.Limited limited ->
                "; " + limited.remaining() + " of " + limited.cap() + " is left, and it "
                        + (limited.renews() ? "renews at " + limited.renewsAt() : "never renews");
        };
    }

    private static String price(AttemptRefusal why) {
        if (why.costMin().nanos() == 0) {
            return "";
        }
        return why.promptTokens() > 0
                ? ", which cost " + why.costMin() + " for " + why.promptTokens() + " prompt tokens"
                : ", which may cost " + why.costMin()
                        + " by the bytes of the prompt: this model's server counts no tokens" + " beforehand";
    }

    private static String appended(String message) {
        return message.isEmpty() ? "" : ": " + message;
    }

    private static String orElse(String message, String otherwise) {
        return message.isEmpty() ? otherwise : message;
    }

    private static Duration orElse(Duration time, Duration otherwise) {
        return time.isPositive() ? time : otherwise;
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
