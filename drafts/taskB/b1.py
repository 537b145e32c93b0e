exec(open('edit1.py').read().split("A='acc")[0])
A='accounting-service/src/main/java/dev/cortado/accounting/'
R='router-service/src/main/java/dev/cortado/router/'
M='accounting-service/src/main/resources/db/migration/'
T='accounting-service/src/test/java/dev/cortado/accounting/'
open(M+'V10_1__suspension.sql','w').write('''-- Teams, projects and keys are suspended and resumed like organisations; a key that was revoked stays so.
alter table team add column state text not null default 'active' check (state in ('active', 'suspended'));
alter table project add column state text not null default 'active' check (state in ('active', 'suspended'));
alter table api_key drop constraint api_key_state_check,
    add constraint api_key_state_check check (state in ('active', 'suspended', 'revoked'));
''')
# contracts
sub('contracts/src/main/proto/cortado/v1/accounting.proto',('''  repeated PathCounter next_counters = 6;
}''','''  repeated PathCounter next_counters = 6;
  // What is suspended on the path, in words: "team team-7"; the outermost, where it is several. Empty: nothing is.
  string suspended_node = 7;
}'''))
# path
sub(A+'path/PathAnswer.java',('''    /// @param counters of the current window''','''    /// @param suspended what is suspended on the path, in words ("team team-7"); empty where nothing is
    /// @param counters of the current window'''),('record Known(boolean suspended,','record Known(String suspended,'))
sub(A+'grpc/Wire.java',('.setSuspended(known.suspended())','.setSuspended(!known.suspended().isEmpty())\n                        .setSuspendedNode(known.suspended())'))
sub(A+'store/PathStore.java',
('''            select t.now, o.state = 'suspended' as suspended, v.version as path_version,
            """ + LimitRows.COLUMNS''','''            select t.now, v.version as path_version,
            """ + SUSPENDED + "," + LimitRows.COLUMNS'''),
('''            left join tenant_limit l on l.node = any ($5) and l.removed_at is null
''','''            left join api_key k on k.id = $4 and k.project = p.id and k.state <> 'revoked'
            left join tenant_limit l on l.node = any ($5) and l.removed_at is null
'''),
('''            where $4 = '' or exists (
                select 1 from api_key k where k.id = $4 and k.project = p.id and k.state = 'active')
''','''            where $4 = '' or k.id is not null
'''),
('''    /// One row for each counter''','''    /// What is suspended of an organisation, team, project and key, in words; the outermost, or nothing.
    static final String SUSPENDED = """
            coalesce(case when o.state = 'suspended' then 'organisation ' || o.id
                when e.state = 'suspended' then 'team ' || e.id
                when p.state = 'suspended' then 'project ' || p.id
                when k.state = 'suspended' then 'key ' || k.id end, '') as suspended
            """;

    /// One row for each counter'''),
('rows.getFirst().getBoolean("suspended")','rows.getFirst().getString("suspended")'))
# identity
sub(A+'store/IdentityStore.java',
('''            select k.id, k.secret_sha256, k.state, o.id as organisation, o.state as organisation_state,
                p.team, p.id as project
            from api_key k join project p on p.id = k.project join organisation o on o.id = p.organisation
            where k.public_id = $1""";''','''            select k.id, k.secret_sha256, k.state, o.id as organisation, e.id as team, p.id as project,
            """ + PathStore.SUSPENDED + """
            from api_key k join project p on p.id = k.project join team e on e.id = p.team
            join organisation o on o.id = p.organisation
            where k.public_id = $1""";'''),
('''            select o.id as organisation, o.name as organisation_name, o.state, t.id as team, p.id as project, p.name
            from''','''            select o.id as organisation, o.name as organisation_name, e.id as team, p.id as project, p.name,
            """ + PathStore.SUSPENDED + """
            from'''),
('''            join team t on t.organisation = o.id and t.name = g.team
            join project p on p.team = t.id
''','''            join team e on e.organisation = o.id and e.name = g.team
            join project p on p.team = e.id
            left join api_key k on false
'''),
('row.getString("organisation_state").equals("suspended")','row.getString("suspended")'),
('row.getString("state").equals("suspended")','row.getString("suspended")'))
sub(A+'identity/StoredKey.java',('''/// An API key as it is kept.
public record StoredKey(TenantPath path, SecretHash secret, boolean revoked, boolean suspended) {''','''/// An API key as it is kept.
///
/// @param suspended what is suspended of it and what it hangs on, in words ("team team-7"); empty where nothing is
public record StoredKey(TenantPath path, SecretHash secret, boolean revoked, String suspended) {'''),
('''        if (key.suspended()) {
            return Resolution.refused(
                    Resolution.Reason.SUSPENDED,
                    "organisation " + key.path().organisation().value() + " is suspended");
        }''','''        if (!key.suspended().isEmpty()) {
            return Resolution.refused(Resolution.Reason.SUSPENDED, key.suspended() + " is suspended");
        }'''))
sub(A+'identity/Membership.java',('''/// A project that a person may charge, with the names it goes by.
''','''/// A project that a person may charge, with the names it goes by.
///
/// @param suspended what is suspended of it and what it hangs on, in words ("team team-7"); empty where nothing is
'''),('boolean suspended,','String suspended,'))
sub(A+'identity/PersonChoice.java',('''        if (only.suspended()) {
            return Resolution.refused(
                    Reason.SUSPENDED, "organisation " + only.organisation().value() + " is suspended");
        }''','''        if (!only.suspended().isEmpty()) {
            return Resolution.refused(Reason.SUSPENDED, only.suspended() + " is suspended");
        }'''))
# views, entities
sub(A+'tenant/TenantViews.java',
('public record Team(String id, String organisation, String name, Instant createdAt) {}','/// @param state active or suspended\n    public record Team(String id, String organisation, String name, String state, Instant createdAt) {}'),
('public record Project(String id, String organisation, String team, String name, Instant createdAt) {}','/// @param state active or suspended\n    public record Project(\n            String id, String organisation, String team, String name, String state, Instant createdAt) {}'),
('''    public record Key(
''','''    /// @param state active, suspended or revoked
    public record Key(
'''))
for e in ('Team','Project'):
    sub(A+'store/%sEntity.java'%e,('''    String name;

    @Column''','''    String name;

    String state;

    @Column'''),('''        this.name = name;
''','''        this.name = name;
        this.state = ACTIVE;
'''),(', name, createdAt);',', name, state, createdAt);'),
('class %sEntity {\n'%e,'class %sEntity {\n\n    private static final String ACTIVE = "active";\n'%e),
('    TenantViews.%s view() {'%e,'''    void setSuspended(boolean suspended) {
        state = suspended ? "suspended" : ACTIVE;
    }

    TenantViews.%s view() {'''%e))
sub(A+'store/ApiKeyEntity.java',('''    void revoke() {
        if (!state.equals("revoked")) {
            state = "revoked";''','''    boolean isRevoked() {
        return state.equals(REVOKED);
    }

    void setSuspended(boolean suspended) {
        state = suspended ? "suspended" : ACTIVE;
    }

    void revoke() {
        if (!isRevoked()) {
            state = REVOKED;'''),('this.state = "active";','this.state = ACTIVE;'),
('class ApiKeyEntity {\n','class ApiKeyEntity {\n\n    private static final String ACTIVE = "active";\n    private static final String REVOKED = "revoked";\n'))
open(A+'store/SuspensionStore.java','w').write('''package dev.cortado.accounting.store;

import dev.cortado.accounting.store.Writes.Outcome;
import dev.cortado.accounting.tenant.TenantViews;
import dev.cortado.accounting.tenant.WriteAnswer;
import dev.cortado.accounting.tenant.WriteOrder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Suspends and resumes teams, projects and keys. What is running goes on; once routers and gateways heard of it, nothing
/// new is admitted.
@ApplicationScoped
public class SuspensionStore {

    private final Writes writes;

    SuspensionStore(Writes writes) {
        this.writes = writes;
    }

    public Uni<WriteAnswer> team(WriteOrder order, String id, boolean suspended) {
        return writes.run(
                order,
                session -> session.find(TeamEntity.class, id).map(team -> {
                    if (team == null) {
                        return TenantStore.missing("team", id);
                    }
                    TenantViews.Team before = team.view();
                    team.setSuspended(suspended);
                    return TenantStore.changed(id, true, before, team.view());
                }));
    }

    public Uni<WriteAnswer> project(WriteOrder order, String id, boolean suspended) {
        return writes.run(
                order,
                session -> session.find(ProjectEntity.class, id).map(project -> {
                    if (project == null) {
                        return TenantStore.missing("project", id);
                    }
                    TenantViews.Project before = project.view();
                    project.setSuspended(suspended);
                    return TenantStore.changed(id, true, before, project.view());
                }));
    }

    /// A revoked key is neither suspended nor resumed.
    public Uni<WriteAnswer> key(WriteOrder order, String id, boolean suspended) {
        return writes.run(
                order,
                session -> session.find(ApiKeyEntity.class, id).map(key -> {
                    if (key == null) {
                        return TenantStore.missing("key", id);
                    }
                    if (key.isRevoked()) {
                        return new Outcome.Refused(
                                new WriteAnswer.Conflict("state", "the key is revoked, which is for good"));
                    }
                    TenantViews.Key before = key.view();
                    key.setSuspended(suspended);
                    return TenantStore.changed(id, true, before, key.view());
                }));
    }
}
''')
def ep(verb, kind, plural, view):
    return '''
    @POST
    @Path("%s/{id}/%s")
    @APIResponseSchema(value = TenantViews.%s.class, responseCode = "200")
    @RolesAllowed({PLATFORM_ADMIN, ORGANISATION_ADMIN})
    public Uni<Response> %s%s(
            @PathParam("id") String id, @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey) {
        return asker.administer("%s", "%s", id)
                .flatMap(right -> suspensions.%s(right.order("%s %s", idempotencyKey, id), id, %s))
                .map(answer -> Asker.response(answer, 200));
    }
''' % (plural, verb, view, verb, view, kind, kind, kind, verb, kind, 'true' if verb=='suspend' else 'false')
body=''.join(ep(v,k,p,w) for k,p,w in (('team','teams','Team'),('project','projects','Project'),('key','keys','Key')) for v in ('suspend','resume'))
open(A+'http/SuspensionResource.java','w').write('''package dev.cortado.accounting.http;

import static dev.cortado.accounting.http.Asker.ORGANISATION_ADMIN;
import static dev.cortado.accounting.http.Asker.PLATFORM_ADMIN;

import dev.cortado.accounting.store.SuspensionStore;
import dev.cortado.accounting.tenant.TenantViews;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Suspending teams, projects and keys, and resuming them: who administers the organisation decides. Organisations
/// themselves are the platform's, see [TenantResource].
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class SuspensionResource {

    private final SuspensionStore suspensions;
    private final Asker asker;

    SuspensionResource(SuspensionStore suspensions, Asker asker) {
        this.suspensions = suspensions;
        this.asker = asker;
    }
'''+body+'}\n')
# router
sub(R+'tenant/PathAnswer.java',('''    /// The tenant may not spend at present.
    record Suspended() implements''','''    /// The tenant may not spend at present.
    ///
    /// @param node what is suspended on the path, in words ("team team-7")
    record Suspended(String node) implements'''))
sub(R+'route/RouteOutcome.java',('    record TenantSuspended() implements','    /// @param node what is suspended on the path, in words ("team team-7")\n    record TenantSuspended(String node) implements'))
sub(R+'route/Router.java',('case PathAnswer.Suspended _ -> done(new RouteOutcome.TenantSuspended());','case PathAnswer.Suspended(String node) -> done(new RouteOutcome.TenantSuspended(node));'))
sub(R+'grpc/Replies.java',('''            case RouteOutcome.TenantSuspended _ ->
                reply.setRefused(refused(Reason.TENANT_SUSPENDED, "the tenant is suspended"))''','''            case RouteOutcome.TenantSuspended(String node) ->
                reply.setRefused(refused(Reason.TENANT_SUSPENDED, node + " is suspended"))'''))
sub(R+'client/AccountingMessages.java',('return new PathAnswer.Suspended();','return new PathAnswer.Suspended(\n                    reply.getSuspendedNode().isEmpty() ? "the tenant" : reply.getSuspendedNode());'))
RT='router-service/src/test/java/dev/cortado/router/'
sub(RT+'tenant/PathsTest.java',('new PathAnswer.Suspended()','new PathAnswer.Suspended("team team")'))
sub(RT+'route/RouterTest.java',('rig.accounting.path = PathAnswer.Suspended::new;','rig.accounting.path = () -> new PathAnswer.Suspended("team team-7");'),
('''        assertInstanceOf(RouteOutcome.TenantSuspended.class, rig.route(ask("auto")));''','''        assertEquals(new RouteOutcome.TenantSuspended("team team-7"), rig.route(ask("auto")));'''))
sub(RT+'fake/FakeAccountingServer.java',('.setSuspended(request.getTenant().getOrganisationId().equals(SUSPENDED))','.setSuspended(request.getTenant().getOrganisationId().equals(SUSPENDED))\n                        .setSuspendedNode("team team-7")'))
sub(RT+'flow/RouterFlowTest.java',('''        assertEquals(
                RouteRefused.Reason.TENANT_SUSPENDED,
                refused(router.route(request)).getReason());''','''        RouteRefused refused = refused(router.route(request));
        assertEquals(RouteRefused.Reason.TENANT_SUSPENDED, refused.getReason());
        assertEquals("team team-7 is suspended", refused.getMessage());'''))
# bench
sub('bench/src/main/java/dev/cortado/bench/simulation/books/PathQueries.java',('new PathAnswer.Known(false,','new PathAnswer.Known("",'))
# accounting tests
sub(T+'identity/IdentityTest.java',
('new StoredKey(PATH, HASH, revoked, suspended)','new StoredKey(PATH, HASH, revoked, suspended ? "team team" : "")'),
('''                suspended,
                new TeamId("team"),''','''                suspended ? "project " + project : "",
                new TeamId("team"),'''),
('''        assertEquals(
                Reason.SUSPENDED,
                refused(StoredKey.resolve(key(false, true), HASH)).reason());
''','''        Resolution.Refused suspended = refused(StoredKey.resolve(key(false, true), HASH));
        assertEquals(Reason.SUSPENDED, suspended.reason());
        assertEquals("team team is suspended", suspended.message());
'''),
('''        assertEquals(
                Reason.SUSPENDED,
                refused(new PersonChoice("anna", "", "").among(List.of(membership("demo", "p1", true))))
                        .reason());
''','''        Resolution.Refused suspended =
                refused(new PersonChoice("anna", "", "").among(List.of(membership("demo", "p1", true))));
        assertEquals(Reason.SUSPENDED, suspended.reason());
        assertEquals("project p1 is suspended", suspended.message());
'''),
('isUnknownAndOfASuspendedOrganisation_isSuspended','isUnknownAndOfASuspendedOne_isSuspended'))
# CLI
L='deploy/local/src/main/java/dev/cortado/local/command/'
sub(L+'TenantCommand.java',
('int suspend(@Mixin Asking asking, @Parameters(paramLabel = "ORGANISATION") String path)','int suspend(@Mixin Asking asking, @Parameters(paramLabel = PATH) String path)'),
('int resume(@Mixin Asking asking, @Parameters(paramLabel = "ORGANISATION") String path)','int resume(@Mixin Asking asking, @Parameters(paramLabel = PATH) String path)'),
('''        asking.ask(administration -> asking.show(
                administration.post("/v1/organisations/" + Administration.encode(new Tenants(administration).id(path))
                        + "/" + change),
                (out, answer) ->
                        out.println(path + " is " + answer.path("state").asText())));
''','''        asking.ask(administration -> {
            Tenants tenants = new Tenants(administration);
            asking.show(
                    administration.post("/v1/" + tenants.kind(path).plural() + "/"
                            + Administration.encode(tenants.id(path)) + "/" + change),
                    (out, answer) ->
                            out.println(path + " is " + answer.path("state").asText()));
        });
'''))
sub('deploy/local/src/main/java/dev/cortado/local/administration/Tenants.java',('''    /// The id of the node.
''','''    /// What a path names; by its id alone, an organisation.
    public Kind kind(String path) {
        int depth = path.startsWith(ID) ? 1 : path.split("/", -1).length;
        if (depth > Kind.values().length) {
            throw tooDeep(path);
        }
        return Kind.values()[depth - 1];
    }

    /// The id of the node.
'''),('''            throw new IllegalArgumentException(
                    "'" + path + "' is not organisation, organisation/team or organisation/team/project");
        }
        String parent''','''            throw tooDeep(path);
        }
        String parent'''),('''    private JsonNode find(''','''    private static IllegalArgumentException tooDeep(String path) {
        return new IllegalArgumentException(
                "'" + path + "' is not organisation, organisation/team or organisation/team/project");
    }

    private JsonNode find('''))
sub(L+'KeyCommand.java',('''        asking.ask(administration -> asking.show(
                administration.post("/v1/keys/" + Administration.encode(id) + "/revoke"),
                (out, answer) ->
                        out.println("key " + id + " is " + answer.path("state").asText())));
        return 0;
    }
''','''        return change(asking, id, "revoke");
    }

    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = "Refuses a key's requests until it is resumed.")
    int suspend(@Mixin Asking asking, @Parameters(paramLabel = "ID", description = "the key's id") String id)
            throws IOException, InterruptedException {
        return change(asking, id, "suspend");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends a key's suspension.")
    int resume(@Mixin Asking asking, @Parameters(paramLabel = "ID", description = "the key's id") String id)
            throws IOException, InterruptedException {
        return change(asking, id, "resume");
    }

    private static int change(Asking asking, String id, String change) throws IOException, InterruptedException {
        asking.ask(administration -> asking.show(
                administration.post("/v1/keys/" + Administration.encode(id) + "/" + change),
                (out, answer) ->
                        out.println("key " + id + " is " + answer.path("state").asText())));
        return 0;
    }
'''))
sub(T+'http/TenantIsolationTest.java',('''                new Call("POST", "/v1/keys/" + tenant.key() + "/revoke", "{}", tenant.key()));''','''                new Call("POST", "/v1/teams/" + tenant.team() + "/suspend", "", tenant.team()),
                new Call("POST", "/v1/teams/" + tenant.team() + "/resume", "", tenant.team()),
                new Call("POST", "/v1/projects/" + tenant.project() + "/suspend", "", tenant.project()),
                new Call("POST", "/v1/projects/" + tenant.project() + "/resume", "", tenant.project()),
                new Call("POST", "/v1/keys/" + tenant.key() + "/suspend", "", tenant.key()),
                new Call("POST", "/v1/keys/" + tenant.key() + "/resume", "", tenant.key()),
                new Call("POST", "/v1/keys/" + tenant.key() + "/revoke", "{}", tenant.key()));'''))
sub(T+'store/PathStoreTest.java',('''    @Test
    void removedLimit_isOnNoPath() {''','''    @Test
    void suspendedNode_isNamedOnEveryPathThroughItAndOnNoOther() {
        at.execute("insert into api_key (id, public_id, secret_sha256, organisation, project, name) "
                + "select 'key-' || k, repeat(k, 16), decode(repeat('00', 32), 'hex'), 'org', 'project', k "
                + "from unnest(array['a', 'b']) k");
        assertEquals("", path("key-a").suspended());
        for (String outwards : List.of(
                "api_key/key key-a/key-a", "project/project project/project", "team/team team/team", "organisation/organisation org/org")) {
            String[] parts = outwards.split("/");
            at.execute("update " + parts[0] + " set state = 'suspended' where id = '" + parts[2] + "'");
            assertEquals(parts[1], path("key-a").suspended());
            assertEquals(parts[0].equals("api_key") ? "" : parts[1], path("key-b").suspended());
        }
        at.execute("update api_key set state = 'revoked', revoked_at = clock_timestamp() where id = 'key-a'");
        TenantPath revoked = new TenantPath(
                new OrganisationId("org"),
                new TeamId("team"),
                new ProjectId("project"),
                Optional.of(new KeyId("key-a")),
                "");
        assertInstanceOf(PathAnswer.Unknown.class, paths.path(revoked).await().indefinitely());
    }

    @Test
    void removedLimit_isOnNoPath() {'''))
sub(T+'http/AdministrationTest.java',('''    @Test
    void serviceWithoutBrokerAndKeycloak_isReady() {''','''    @Test
    void suspendedTeamProjectAndKey_areShownSoAndResume() {
        String organisation = made("/v1/organisations", "{\\"name\\": \\"s-" + UUID.randomUUID() + "\\"}", "id");
        String team = made("/v1/organisations/" + organisation + "/teams", "{\\"name\\": \\"team\\"}", "id");
        String project = made("/v1/teams/" + team + "/projects", "{\\"name\\": \\"project\\"}", "id");
        String key = made("/v1/projects/" + project + "/keys", "{\\"name\\": \\"key\\"}", "key.id");
        for (String each : List.of("teams/" + team, "projects/" + project, "keys/" + key)) {
            for (String change : List.of("suspend", "suspend", "resume")) {
                admin().post("/v1/" + each + "/" + change)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo(change.equals("resume") ? "active" : "suspended"));
            }
        }
        admin().get("/v1/audit?node=" + team)
                .then()
                .statusCode(200)
                .body("findAll { it.action == 'suspend team' }.size()", equalTo(2));
        admin().post("/v1/keys/" + key + "/revoke").then().statusCode(200);
        admin().post("/v1/keys/" + key + "/resume").then().statusCode(409).body("field", equalTo("state"));
        admin().post("/v1/teams/" + project + "/suspend").then().statusCode(404);
    }

    private static String made(String path, String body, String field) {
        return admin().body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path(field);
    }

    @Test
    void serviceWithoutBrokerAndKeycloak_isReady() {'''))
