import os
ROOT=''
def sub(f,*pairs):
    f=ROOT+f
    s=open(f).read()
    for a,b in pairs:
        assert a in s,(f,a); s=s.replace(a,b,1)
    open(f,'w').write(s)
def new(f,text):
    f=ROOT+f
    os.makedirs(os.path.dirname(f),exist_ok=True); open(f,'w').write(text)
def imp(f,after,line):
    sub(f,(after,after+line))

# ---- contracts
P='contracts/src/main/proto/cortado/v1/'
sub(P+'profile.proto',
('''message RegisterProfileRequest {''','''// Rules that an answer must keep. One that does not is answered by the next candidate, where that can be: for requests
// that are not streamed.
message ProfileChecks {
  // Characters of the answer; 0: any number.
  int32 characters_min = 1;
  int32 characters_max = 2;
  // Texts, compared without regard to case.
  repeated string must_contain = 3;
  repeated string must_not_contain = 4;
  // Names of lines "name: value" of the last user message: the answer must contain the value.
  repeated string record_fields = 5;
  // The answer must be JSON.
  bool json = 6;
  // Share of answers that these rules were measured to judge wrongly, 0..1.
  double error = 7;
}

message RegisterProfileRequest {'''),
('''  string task = 4;
}

message ListProfilesRequest''','''  string task = 4;
  // Absent: answers are not checked.
  ProfileChecks checks = 5;
}

message ListProfilesRequest'''),
('''  repeated ProfileOnVariant variants = 9;
''','''  repeated ProfileOnVariant variants = 9;
  ProfileChecks checks = 10;
'''))
sub(P+'router.proto',
('import "cortado/v1/common.proto";\n','import "cortado/v1/common.proto";\nimport "cortado/v1/profile.proto";\n'),
('''  bool profile_covered = 20;
''','''  bool profile_covered = 20;
  // What an answer must keep. Absent: nothing is checked.
  ProfileChecks profile_checks = 21;
'''),
('''  RouteRequest request = 5;
}''','''  RouteRequest request = 5;
  // The attempt was whole, but its answer failed a check: no variant that was tried is tried again, on any node.
  bool escalate = 6;
}'''))

# ---- router
R='router-service/src/main/java/dev/cortado/router/'
new(R+'profile/Checks.java','''package dev.cortado.router.profile;

import java.util.List;

/// Rules that an answer to a profile's requests must keep; the gateway looks at them. One that fails is answered by the
/// next candidate.
///
/// @param charactersMin 0 for any
/// @param charactersMax 0 for any
/// @param recordFields names of lines `name: value` of the last user message, whose value the answer must contain
/// @param json whether the answer must be JSON
/// @param error share of answers that the rules were measured to judge wrongly, 0..1
public record Checks(
        int charactersMin,
        int charactersMax,
        List<String> mustContain,
        List<String> mustNotContain,
        List<String> recordFields,
        boolean json,
        double error) {

    /// Rules that err more often than this would escalate what was right: DESIGN section 5.
    public static final double ERROR_MAX = 0.1;

    /// Texts and fields of one list.
    private static final int TEXTS_MAX = 32;

    private static final int TEXT_LENGTH_MAX = 256;
    private static final int CHARACTERS_MAX = 1_000_000;

    public Checks {
        mustContain = List.copyOf(mustContain);
        mustNotContain = List.copyOf(mustNotContain);
        recordFields = List.copyOf(recordFields);
        if (!(error >= 0 && error <= ERROR_MAX)) {
            throw new IllegalArgumentException("checks.error must be 0 to " + ERROR_MAX + ", as measured, not " + error
                    + ": rules that err more often would escalate what was right");
        }
        if (charactersMin < 0 || charactersMax < 0 || charactersMin > CHARACTERS_MAX || charactersMax > CHARACTERS_MAX) {
            throw new IllegalArgumentException("checks must name 0 to " + CHARACTERS_MAX + " characters");
        }
        if (charactersMax > 0 && charactersMin > charactersMax) {
            throw new IllegalArgumentException("checks.charactersMin must not pass checks.charactersMax");
        }
        bounded("mustContain", mustContain);
        bounded("mustNotContain", mustNotContain);
        bounded("recordFields", recordFields);
        if (!json
                && charactersMin == 0
                && charactersMax == 0
                && mustContain.isEmpty()
                && mustNotContain.isEmpty()
                && recordFields.isEmpty()) {
            throw new IllegalArgumentException("checks must have a rule");
        }
    }

    private static void bounded(String field, List<String> texts) {
        if (texts.size() > TEXTS_MAX
                || texts.stream().anyMatch(text -> text.isBlank() || text.length() > TEXT_LENGTH_MAX)) {
            throw new IllegalArgumentException("checks." + field + " must have at most " + TEXTS_MAX
                    + " texts of 1 to " + TEXT_LENGTH_MAX + " characters");
        }
    }
}
''')
sub(R+'profile/Profile.java',
('''/// @param task of the catalogue: variants fine-tuned for it cover the profile; empty where none does
public record Profile(
        OrganisationId organisation, String name, int version, String task, String text, Instant createdAt) {
''','''/// @param task of the catalogue: variants fine-tuned for it cover the profile; empty where none does
/// @param checks that answers must keep; empty where none are checked
public record Profile(
        OrganisationId organisation,
        String name,
        int version,
        String task,
        String text,
        Optional<Checks> checks,
        Instant createdAt) {

    /// A version whose answers are not checked.
    public Profile(
            OrganisationId organisation, String name, int version, String task, String text, Instant createdAt) {
        this(organisation, name, version, task, text, Optional.empty(), createdAt);
    }
'''),
('import java.util.HexFormat;\n','import java.util.HexFormat;\nimport java.util.Optional;\n'))
sub(R+'profile/ProfileStore.java',
('    record Draft(String name, String task, String text) {}','''    record Draft(String name, String task, String text, Optional<Checks> checks) {

        /// One whose answers are not checked.
        public Draft(String name, String task, String text) {
            this(name, task, text, Optional.empty());
        }
    }'''))
f=R+'store/PostgresProfiles.java'
s=open(ROOT+f).read()
s=s.replace('select name, version, task, content, created_at from router.profile_version','select name, version, task, content, checks, created_at from router.profile_version')
s=s.replace('(organisation, name, version, task, content, sha256)\n            values ($1, $2, $3, $4, $5, sha256(convert_to($5, \'UTF8\')))\n            returning name, version, task, content, created_at','(organisation, name, version, task, content, sha256, checks)\n            values ($1, $2, $3, $4, $5, sha256(convert_to($5, \'UTF8\')), $6)\n            returning name, version, task, content, checks, created_at')
assert '$6)' in s
s=s.replace('''                                            && profile.task().equals(draft.task()))''','''                                            && profile.task().equals(draft.task())
                                            && profile.checks().equals(draft.checks()))''')
assert 'draft.checks()' in s
import re
s=s.replace('''                                draft.task(),
                                draft.text())))''','''                                draft.task(),
                                draft.text(),
                                draft.checks().map(ProfileChecksJson::of).orElse(null))))''')
assert 'ProfileChecksJson::of' in s
s=s.replace('''                row.getString("content"),
                row.getOffsetDateTime''','''                row.getString("content"),
                Optional.ofNullable(row.getJsonObject("checks")).map(ProfileChecksJson::toChecks),
                row.getOffsetDateTime''')
assert 'toChecks' in s
open(ROOT+f,'w').write(s)
new(R+'store/ProfileChecksJson.java','''package dev.cortado.router.store;

import dev.cortado.router.profile.Checks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// A profile's checks as they are stored.
final class ProfileChecksJson {

    private ProfileChecksJson() {}

    static JsonObject of(Checks checks) {
        return new JsonObject()
                .put("charactersMin", checks.charactersMin())
                .put("charactersMax", checks.charactersMax())
                .put("mustContain", new JsonArray(checks.mustContain()))
                .put("mustNotContain", new JsonArray(checks.mustNotContain()))
                .put("recordFields", new JsonArray(checks.recordFields()))
                .put("json", checks.json())
                .put("error", checks.error());
    }

    static Checks toChecks(JsonObject json) {
        return new Checks(
                json.getInteger("charactersMin"),
                json.getInteger("charactersMax"),
                texts(json, "mustContain"),
                texts(json, "mustNotContain"),
                texts(json, "recordFields"),
                json.getBoolean("json"),
                json.getDouble("error"));
    }

    private static List<String> texts(JsonObject json, String field) {
        return json.getJsonArray(field).stream().map(String::valueOf).toList();
    }
}
''')
migs=os.listdir(ROOT+'router-service/src/main/resources/db/migration')
nums=[int(m[1:].split('_')[0]) for m in migs if m.startswith('V')]
new('router-service/src/main/resources/db/migration/V%d__profile_checks.sql'%(max(nums)+1),'''-- Rules that answers to a profile's requests must keep; null: none are checked.
alter table profile_version add column checks jsonb;
''')
new(R+'grpc/ChecksMessages.java','''package dev.cortado.router.grpc;

import dev.cortado.contracts.v1.ProfileChecks;
import dev.cortado.router.profile.Checks;

/// A profile's checks in protobuf, both ways.
final class ChecksMessages {

    private ChecksMessages() {}

    /// @throws IllegalArgumentException naming the rule that is out of its bounds
    static Checks toChecks(ProfileChecks checks) {
        return new Checks(
                checks.getCharactersMin(),
                checks.getCharactersMax(),
                checks.getMustContainList(),
                checks.getMustNotContainList(),
                checks.getRecordFieldsList(),
                checks.getJson(),
                checks.getError());
    }

    static ProfileChecks of(Checks checks) {
        return ProfileChecks.newBuilder()
                .setCharactersMin(checks.charactersMin())
                .setCharactersMax(checks.charactersMax())
                .addAllMustContain(checks.mustContain())
                .addAllMustNotContain(checks.mustNotContain())
                .addAllRecordFields(checks.recordFields())
                .setJson(checks.json())
                .setError(checks.error())
                .build();
    }
}
''')
sub(R+'grpc/ProfileEndpoint.java',
('''        Draft draft = new Draft(request.getName(), request.getTask(), request.getText());
''','''        Optional<Checks> checks;
        try {
            checks = request.hasChecks()
                    ? Optional.of(ChecksMessages.toChecks(request.getChecks()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    reply(new Outcome.Invalid("checks", String.valueOf(e.getMessage()))));
        }
        Draft draft = new Draft(request.getName(), request.getTask(), request.getText(), checks);
'''),
('import java.util.OptionalInt;\n','import java.util.Optional;\nimport java.util.OptionalInt;\n'),
('import dev.cortado.router.profile.Profile;\n','import dev.cortado.router.profile.Checks;\nimport dev.cortado.router.profile.Profile;\n'),
('''    private static ProfileVersion.Builder ofProfile(Profile profile) {
        return ProfileVersion.newBuilder()''','''    private static ProfileVersion.Builder ofProfile(Profile profile) {
        ProfileVersion.Builder version = ProfileVersion.newBuilder()'''),
('''                .setCreatedAt(Wire.ofInstant(profile.createdAt()));
    }
''','''                .setCreatedAt(Wire.ofInstant(profile.createdAt()));
        profile.checks().map(ChecksMessages::of).ifPresent(version::setChecks);
        return version;
    }
'''))
s=open(ROOT+R+'grpc/Replies.java').read()
a='''                        .setProfileCovered(placed.covered()));
        return routed.build();'''
assert a in s
s=s.replace(a,a.replace('''        return routed''','''        placement
                .profile()
                .flatMap(placed -> placed.profile().checks())
                .map(ChecksMessages::of)
                .ifPresent(routed::setProfileChecks);
        return routed'''))
open(ROOT+R+'grpc/Replies.java','w').write(s)
sub(R+'grpc/RouterEndpoint.java',
('again.getProfileId(), failed, word)','again.getProfileId(), failed, word, request.getEscalate())'))
sub(R+'route/Profiled.java',
('''            RouteRequest request, String profile, AttemptKey failedAttempt, Optional<Word> word) {
        return with(request, profile, found -> router.reroute(found, failedAttempt, word));''','''            RouteRequest request, String profile, AttemptKey failedAttempt, Optional<Word> word, boolean escalate) {
        return with(request, profile, found -> router.reroute(found, failedAttempt, word, escalate));'''),
('''    /// @param profile what the request calls it, empty for none
    public CompletionStage<RouteOutcome> reroute(''','''    /// @param profile what the request calls it, empty for none
    /// @param escalate the answer of the failed attempt was whole, and did not keep the profile's checks
    public CompletionStage<RouteOutcome> reroute('''))
sub(R+'route/Router.java',
('''    public CompletionStage<RouteOutcome> reroute(RouteRequest request, AttemptKey failedAttempt, Optional<Word> word) {
        long begun = time.nanos();
        return told(begun, admitAgain(request, failedAttempt, word));
    }
''','''    public CompletionStage<RouteOutcome> reroute(RouteRequest request, AttemptKey failedAttempt, Optional<Word> word) {
        return reroute(request, failedAttempt, word, false);
    }

    /// @param escalate the failed attempt's answer was whole, but failed a check: its variant is not tried again on any
    ///     node
    public CompletionStage<RouteOutcome> reroute(
            RouteRequest request, AttemptKey failedAttempt, Optional<Word> word, boolean escalate) {
        long begun = time.nanos();
        return told(begun, admitAgain(request, failedAttempt, word, escalate));
    }
'''),
('''            RouteRequest request, AttemptKey failedAttempt, Optional<Word> word) {
        Decision decision''','''            RouteRequest request, AttemptKey failedAttempt, Optional<Word> word, boolean escalate) {
        Decision decision'''),
('''        decision.attempts().forEach(attempt -> failed.add(new Candidates.Failed(attempt.node(), attempt.variant())));
''','''        decision.attempts().forEach(attempt -> failed.add(new Candidates.Failed(attempt.node(), attempt.variant())));
        if (escalate) {
            for (Node node : fleet.up()) {
                decision.attempts()
                        .forEach(attempt -> failed.add(new Candidates.Failed(node.id(), attempt.variant())));
            }
        }
'''),
('import dev.cortado.router.fleet.Fleet;\n','import dev.cortado.router.fleet.Fleet;\nimport dev.cortado.router.fleet.Node;\n'))

# ---- accounting
A='accounting-service/src/main/java/dev/cortado/accounting/'
new(A+'profile/Checks.java','''package dev.cortado.accounting.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules that an answer to a profile's requests must keep, as administration takes and shows them. One that fails is
/// answered by the next candidate, where the request is not streamed.
///
/// @param charactersMin of the answer; absent: any
/// @param charactersMax of the answer; absent: any
/// @param mustContain texts, compared without regard to case
/// @param mustNotContain the same
/// @param recordFields names of lines `name: value` of the last user message, whose value the answer must contain
/// @param json whether the answer must be JSON; false where absent
/// @param error share of answers that the rules were measured to judge wrongly, 0 to 0.1
public record Checks(
        @Nullable Integer charactersMin,
        @Nullable Integer charactersMax,
        @Nullable List<String> mustContain,
        @Nullable List<String> mustNotContain,
        @Nullable List<String> recordFields,
        @Nullable Boolean json,
        @Nullable Double error) {}
''')
sub(A+'profile/ProfileBook.java',
('CompletionStage<ProfileViews.Version> register(String organisation, String name, String text, String task);','''CompletionStage<ProfileViews.Version> register(
            String organisation, String name, String text, String task, Optional<Checks> checks);'''),
('import java.util.List;\n','import java.util.List;\nimport java.util.Optional;\n'))
sub(A+'profile/ProfileViews.java',
('public record Profile(Version profile, String text, List<OnVariant> variants) {}','public record Profile(Version profile, String text, Optional<Checks> checks, List<OnVariant> variants) {}'))
sub(A+'store/ProfileStore.java',
('public Uni<WriteAnswer> register(WriteOrder order, String organisation, String name, String text, String task) {','''public Uni<WriteAnswer> register(
            WriteOrder order, String organisation, String name, String text, String task, Optional<Checks> checks) {'''),
('book.register(organisation, name, text, task)','book.register(organisation, name, text, task, checks)'),
('import dev.cortado.accounting.profile.ProfileBook;\n','import dev.cortado.accounting.profile.Checks;\nimport dev.cortado.accounting.profile.ProfileBook;\n'))
f=A+'http/ProfileResource.java'
s=open(ROOT+f).read()
s=s.replace('''            @Nullable String task) {}''','''            @Nullable String task,
            @Nullable Checks checks) {}''')
s=s.replace('''    /// @param task of the catalogue; variants fine-tuned for it do not get the text
''','''    /// @param task of the catalogue; variants fine-tuned for it do not get the text
    /// @param checks that answers must keep; absent: none are checked
''')
s=s.replace('Fields.sha256(text), task);','Fields.sha256(text), task, String.valueOf(body.checks()));')
s=s.replace('''        // The audit keeps''','''        Optional<Checks> checks = Optional.ofNullable(body.checks());
        checks.ifPresent(given -> Fields.required("checks.error", given.error(), "the measured error, 0 to 0.1"));
        // The audit keeps''').replace('String given = body.task();','String named = body.task();').replace('given == null ? "" : Fields.name("task", given)','named == null ? "" : Fields.name("task", named)')
assert 'named == null' in s
s=re.sub(r'organisation, name, text, task\)\)',r'organisation, name, text, task, checks))',s)
assert 'task, checks))' in s
s=s.replace('import dev.cortado.accounting.profile.ProfileViews;\n','import dev.cortado.accounting.profile.Checks;\nimport dev.cortado.accounting.profile.ProfileViews;\n').replace('import java.util.List;\n','import java.util.List;\nimport java.util.Optional;\n')
open(ROOT+f,'w').write(s)
f=A+'client/RouterProfiles.java'
s=open(ROOT+f).read()
s=s.replace('''    public CompletionStage<ProfileViews.Version> register(String organisation, String name, String text, String task) {
        RegisterProfileRequest request =''','''    public CompletionStage<ProfileViews.Version> register(
            String organisation, String name, String text, String task, Optional<Checks> checks) {
        RegisterProfileRequest.Builder request =''')
s=s.replace('''                .setTask(task)
                .build();
        return calls.unary(ProfileServiceGrpc.getRegisterProfileMethod(), request, writeTimeout)''','''                .setTask(task);
        checks.map(ChecksMessages::of).ifPresent(request::setChecks);
        return calls.unary(ProfileServiceGrpc.getRegisterProfileMethod(), request.build(), writeTimeout)''')
s=s.replace('''                            found.getText(),
                            found''','''                            found.getText(),
                            found.hasChecks()
                                    ? Optional.of(ChecksMessages.toChecks(found.getChecks()))
                                    : Optional.empty(),
                            found''')
assert 'toChecks' in s and 'request.build()' in s
s=s.replace('import dev.cortado.accounting.profile.ProfileBook;\n','import dev.cortado.accounting.profile.Checks;\nimport dev.cortado.accounting.profile.ProfileBook;\n')
open(ROOT+f,'w').write(s)
new(A+'client/ChecksMessages.java','''package dev.cortado.accounting.client;

import dev.cortado.accounting.profile.Checks;
import dev.cortado.contracts.v1.ProfileChecks;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A profile's checks in protobuf, both ways.
final class ChecksMessages {

    private ChecksMessages() {}

    static ProfileChecks of(Checks checks) {
        return ProfileChecks.newBuilder()
                .setCharactersMin(Objects.requireNonNullElse(checks.charactersMin(), 0))
                .setCharactersMax(Objects.requireNonNullElse(checks.charactersMax(), 0))
                .addAllMustContain(texts(checks.mustContain()))
                .addAllMustNotContain(texts(checks.mustNotContain()))
                .addAllRecordFields(texts(checks.recordFields()))
                .setJson(Objects.requireNonNullElse(checks.json(), false))
                .setError(Objects.requireNonNullElse(checks.error(), 1.0))
                .build();
    }

    static Checks toChecks(ProfileChecks checks) {
        return new Checks(
                checks.getCharactersMin() == 0 ? null : checks.getCharactersMin(),
                checks.getCharactersMax() == 0 ? null : checks.getCharactersMax(),
                checks.getMustContainList(),
                checks.getMustNotContainList(),
                checks.getRecordFieldsList(),
                checks.getJson(),
                checks.getError());
    }

    private static List<String> texts(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts;
    }
}
''')
T='accounting-service/src/test/java/dev/cortado/accounting/profile/FakeProfileBook.java'
sub(T,
('public CompletionStage<ProfileViews.Version> register(String organisation, String name, String text, String task) {','''public CompletionStage<ProfileViews.Version> register(
            String organisation, String name, String text, String task, Optional<Checks> checks) {'''),
('new ProfileViews.Profile(made, text, List.of())','new ProfileViews.Profile(made, text, checks, List.of())'))

# ---- command
D='deploy/local/src/main/java/dev/cortado/local/command/ProfileCommand.java'
sub(D,
('''                    String task)
            throws IOException''','''                    String task,
            @Option(
                            names = "--checks",
                            paramLabel = "FILE",
                            description = "JSON with the rules that answers must keep; one that does not is escalated")
                    @Nullable Path checks)
            throws IOException'''),
('''        asking.ask(administration -> asking.show(
                administration.post(profiles(administration, organisation), body),''','''        if (checks != null) {
            body.set("checks", json(checks));
        }
        asking.ask(administration -> asking.show(
                administration.post(profiles(administration, organisation), body),'''),
('''    private static void table(''','''    private static JsonNode json(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(text(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void table('''),
('''        out.println(answer.path("text").asText());
        out.println();
''','''        out.println(answer.path("text").asText());
        out.println();
        if (answer.hasNonNull("checks")) {
            out.println("checks: " + answer.path("checks"));
            out.println();
        }
'''),
('import com.fasterxml.jackson.databind.JsonNode;\n','import com.fasterxml.jackson.core.JsonProcessingException;\nimport com.fasterxml.jackson.databind.JsonNode;\nimport com.fasterxml.jackson.databind.ObjectMapper;\n'),
('import picocli.CommandLine.Command;\n','import org.jspecify.annotations.Nullable;\nimport picocli.CommandLine.Command;\n'))
