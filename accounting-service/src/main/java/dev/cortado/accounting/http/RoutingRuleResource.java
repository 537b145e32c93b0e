package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;
import static dev.cortado.accounting.http.Asker.VIEWER;

import dev.cortado.accounting.routing.RoutingRule;
import dev.cortado.accounting.store.RoutingRuleStore;
import dev.cortado.accounting.tenant.TenantViews;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// How requests of organisations, teams, projects and keys are routed.
@Path("/v1/nodes/{id}/routing-rule")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RoutingRuleResource {

    /// What is absent or null says nothing.
    ///
    /// @param variants ids of variants and names of tiers that may answer
    /// @param residency label that a pool must have
    /// @param usdPerUtility what the whole utility of one answer is worth, USD as text
    /// @param explorationShare of the requests in which chance chooses, 0 to 1
    /// @param paysForHedges whether both attempts of a hedged request are paid for
    /// @param policy of requests for `auto` that name neither a policy nor a utility: cheapest-sufficient, knee or
    ///     best-within-cost
    /// @param utilityMin that such requests prefer at least, 0 to 1
    /// @param trial another policy for such requests
    /// @param engagement what engagement with an answer counts for
    public record NewRoutingRule(
            @Nullable List<String> variants,
            @Nullable String residency,
            @Nullable String usdPerUtility,
            @Nullable Double explorationShare,
            @Nullable Boolean paysForHedges,
            @Nullable String policy,
            @Nullable Double utilityMin,
            @Nullable NewTrial trial,
            @Nullable NewEngagement engagement) {}

    /// The utility that an answer counts for once a reader did this, 0 to 1; as configured where absent.
    public record NewEngagement(
            @Nullable Double opened,
            @Nullable Double clicked,
            @Nullable Double replied) {}

    /// Another policy that is tried.
    ///
    /// @param name 1 to 64 letters, digits, -, _ and .; a new one for each trial
    /// @param policy cheapest-sufficient, knee or best-within-cost
    /// @param usdPerUtility what the whole utility of one answer is worth under it, USD as text; as for other
    ///     requests where absent
    /// @param utilityMin that it prefers at least, 0 to 1; as for other requests where absent
    /// @param share of the requests, above 0 and below 1; in the shadow at most 1, which it is where absent
    /// @param shadow whether it only says what it would have chosen; false where absent
    public record NewTrial(
            @Nullable String name,
            @Nullable String policy,
            @Nullable String usdPerUtility,
            @Nullable Double utilityMin,
            @Nullable Double share,
            @Nullable Boolean shadow) {}

    private final RoutingRuleStore rules;
    private final Asker asker;

    RoutingRuleResource(RoutingRuleStore rules, Asker asker) {
        this.rules = rules;
        this.asker = asker;
    }

    /// The node's own; those of the nodes above it bind as well.
    @GET
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN, VIEWER})
    public Uni<TenantViews.Routing> rule(@PathParam("id") String node) {
        return asker.see("tenant", node)
                .flatMap(seen -> rules.of(node))
                .map(found -> found.orElseThrow(() -> new ProblemException(Problem.missing("tenant", node))));
    }

    /// Sets the whole rule: what is absent is not kept.
    @PUT
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Routing.class, responseCode = "200")
    public Uni<Response> put(
            @PathParam("id") String node,
            NewRoutingRule body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        RoutingRule rule = RoutingRuleFields.read(Fields.required("body", body, RoutingRuleFields.EXPECTED));
        return writable(node)
                .flatMap(right ->
                        rules.put(right.order("set routing rule", idempotencyKey, node + " " + rule), node, rule))
                .map(answer -> Asker.response(answer, 200));
    }

    @DELETE
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    @APIResponseSchema(value = TenantViews.Routing.class, responseCode = "200")
    public Uni<Response> remove(
            @PathParam("id") String node, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return writable(node)
                .flatMap(right ->
                        rules.put(right.order("remove routing rule", idempotencyKey, node), node, RoutingRule.NONE))
                .map(answer -> Asker.response(answer, 200));
    }

    /// As with limits, an organisation's own rule is the platform's to set, and what is below is the organisation's.
    private Uni<Right> writable(String node) {
        return asker.seeOwner("tenant", node, node).map(seen -> {
            Right right = asker.right(seen);
            if (seen.kind().equals("organisation") && !asker.isPlatformAdmin()) {
                throw new ProblemException(Asker.forbidden("only a platform-admin sets the routing rule of an"
                        + " organisation; those of its teams, projects and keys are yours"));
            }
            return right;
        });
    }
}
