exec(open('apply.py').read().split('# ---- contracts')[0])
G='gateway-service/src/main/java/dev/cortado/gateway/'
new(G+'check/package-info.java','''/// Looks at answers before they are delivered: by rules that come with a prompt profile.
@NullMarked
package dev.cortado.gateway.check;

import org.jspecify.annotations.NullMarked;
''')
new(G+'check/AnswerChecks.java','''package dev.cortado.gateway.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Rules that an answer must keep. Texts are compared without regard to case.
///
/// @param charactersMin code points of the answer, 0 for any
/// @param charactersMax the same, 0 for any
/// @param recordFields names of lines `name: value` of what the user said last, whose value the answer must contain
/// @param json whether the answer must be JSON
public record AnswerChecks(
        int charactersMin,
        int charactersMax,
        List<String> mustContain,
        List<String> mustNotContain,
        List<String> recordFields,
        boolean json) {

    public AnswerChecks {
        mustContain = List.copyOf(mustContain);
        mustNotContain = List.copyOf(mustNotContain);
        recordFields = List.copyOf(recordFields);
    }

    /// The first rule that the answer breaks, in words; empty where it keeps all.
    ///
    /// @param said what the user said last
    public Optional<String> broken(String answer, String said) {
        String text = answer.strip();
        int characters = text.codePointCount(0, text.length());
        if (characters < charactersMin) {
            return Optional.of("has " + characters + " characters, fewer than " + charactersMin);
        }
        if (charactersMax > 0 && characters > charactersMax) {
            return Optional.of("has " + characters + " characters, more than " + charactersMax);
        }
        if (json && !JsonText.isWhole(text)) {
            return Optional.of("is not JSON");
        }
        String folded = fold(text);
        for (String wanted : mustContain) {
            if (!folded.contains(fold(wanted))) {
                return Optional.of("does not contain '" + wanted + "'");
            }
        }
        for (String unwanted : mustNotContain) {
            if (folded.contains(fold(unwanted))) {
                return Optional.of("contains '" + unwanted + "'");
            }
        }
        return recordFields.stream()
                .filter(field -> !keeps(folded, field, said))
                .map(field -> "does not contain the " + field + " of the record")
                .findFirst();
    }

    /// A record without the field, or with nothing in it, asks for nothing.
    private static boolean keeps(String folded, String field, String said) {
        String prefix = fold(field) + ":";
        return said.lines()
                .map(line -> fold(line.strip()))
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .allMatch(folded::contains);
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
''')
new(G+'check/JsonText.java','''package dev.cortado.gateway.check;

/// Whether a text is one JSON value and nothing else (RFC 8259).
final class JsonText {

    /// Deeper than any answer is meant to be; bounds the stack.
    private static final int DEPTH_MAX = 200;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static boolean isWhole(String text) {
        JsonText json = new JsonText(text);
        return json.value(0) && json.end();
    }

    private boolean end() {
        space();
        return at == text.length();
    }

    private boolean value(int depth) {
        space();
        if (depth > DEPTH_MAX || at >= text.length()) {
            return false;
        }
        return switch (text.charAt(at)) {
            case '{' -> members(depth, '}', true);
            case '[' -> members(depth, ']', false);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean members(int depth, char close, boolean named) {
        at++;
        space();
        if (at < text.length() && text.charAt(at) == close) {
            at++;
            return true;
        }
        do {
            space();
            if (named && !(at < text.length() && text.charAt(at) == '"' && string() && sign(':'))) {
                return false;
            }
            if (!value(depth + 1)) {
                return false;
            }
        } while (sign(','));
        return sign(close);
    }

    private boolean sign(char wanted) {
        space();
        boolean is = at < text.length() && text.charAt(at) == wanted;
        at += is ? 1 : 0;
        return is;
    }

    private boolean string() {
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '"') {
                at++;
                return true;
            }
            if (next < ' ' || (next == '\\\\' && !escape())) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        at++;
        if (at >= text.length()) {
            return false;
        }
        if (text.charAt(at) != 'u') {
            return "\\"\\\\/bfnrt".indexOf(text.charAt(at)) >= 0;
        }
        for (int digit = 0; digit < 4; digit++) {
            at++;
            if (at >= text.length() || Character.digit(text.charAt(at), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean word(String word) {
        boolean is = text.startsWith(word, at);
        at += is ? word.length() : 0;
        return is;
    }

    private boolean number() {
        int begin = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return text.substring(begin, at).matches("-?(0|[1-9][0-9]*)(\\\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    }

    private void space() {
        while (at < text.length() && " \\t\\r\\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
''')
new('gateway-service/src/test/java/dev/cortado/gateway/check/AnswerChecksTest.java','''package dev.cortado.gateway.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerChecksTest {

    private static final String RECORD = "name: Saoirse\\nproduct: Isla blocking mat\\noffer: 18% off\\nchannel: push";
    private static final AnswerChecks MARKETING = new AnswerChecks(
            10, 60, List.of("fern & field"), List.of("!", "amazing"), List.of("name", "product", "interest"), false);

    @Test
    void broken_anAnswerThatKeepsAll_isEmpty() {
        assertEquals(Optional.empty(), broken("Hi Saoirse, the isla blocking mat. Fern & Field"));
    }

    @Test
    void broken_names_theFirstRuleThatIs() {
        assertEquals(Optional.of("has 2 characters, fewer than 10"), broken("Hi"));
        assertEquals(Optional.of("has 70 characters, more than 60"), broken("x".repeat(70)));
        assertEquals(Optional.of("does not contain 'fern & field'"), broken("Hi Saoirse, the Isla blocking mat."));
        assertEquals(
                Optional.of("contains 'amazing'"), broken("Saoirse, the Amazing Isla blocking mat. Fern & Field"));
        assertEquals(
                Optional.of("does not contain the product of the record"), broken("Hi Saoirse, a mat. Fern & Field"));
    }

    @Test
    void broken_countsCodePoints() {
        AnswerChecks three = new AnswerChecks(3, 3, List.of(), List.of(), List.of(), false);

        assertEquals(Optional.empty(), three.broken("\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " [1, -2.5e3, \\"a\\\\u00e9\\\\n\\", true, null, {\\"b\\": []}] ",
                "\\"x\\"",
                "0"
            })
    void json_isTaken(String text) {
        assertEquals(Optional.empty(), json(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{}x", "{a:1}", "{\\"a\\":1,}", "[1 2]", "01", "1.", "\\"\\\\x\\"", "\\"open", "nul", "Here: {}"})
    void otherText_isNot(String text) {
        assertEquals(Optional.of("is not JSON"), json(text));
    }

    @Test
    void json_nestedWithoutEnd_isRefusedRatherThanFollowed() {
        assertEquals(Optional.of("is not JSON"), json("[".repeat(100_000)));
    }

    private static Optional<String> broken(String answer) {
        return MARKETING.broken(answer, RECORD);
    }

    private static Optional<String> json(String answer) {
        return new AnswerChecks(0, 0, List.of(), List.of(), List.of(), true).broken(answer, "");
    }
}
''')
sub(G+'route/RoutedProfile.java',
('''public record RoutedProfile(String id, String text, boolean covered) {}''','''public record RoutedProfile(
        String id,
        String text,
        boolean covered,
        @Nullable AnswerChecks checks) {}'''),
('''/// @param covered the variant is fine-tuned for the profile: its text is left out
''','''/// @param covered the variant is fine-tuned for the profile: its text is left out
/// @param checks that an answer must keep, null where none are checked
'''),
('package dev.cortado.gateway.route;\n','package dev.cortado.gateway.route;\n\nimport dev.cortado.gateway.check.AnswerChecks;\nimport org.jspecify.annotations.Nullable;\n'))
sub(G+'client/RouteMessages.java',
('''routed.getProfileText(), routed.getProfileCovered()));
''','''routed.getProfileText(), routed.getProfileCovered(), checks(routed)));
'''),
('''    private static RouteRefusal refusal(''','''    private static @Nullable AnswerChecks checks(dev.cortado.contracts.v1.Routed routed) {
        if (!routed.hasProfileChecks()) {
            return null;
        }
        ProfileChecks checks = routed.getProfileChecks();
        return new AnswerChecks(
                checks.getCharactersMin(),
                checks.getCharactersMax(),
                checks.getMustContainList(),
                checks.getMustNotContainList(),
                checks.getRecordFieldsList(),
                checks.getJson());
    }

    private static RouteRefusal refusal('''),
('import dev.cortado.contracts.v1.RouteRefused;\n','import dev.cortado.contracts.v1.ProfileChecks;\nimport dev.cortado.contracts.v1.RouteRefused;\n'),
('import dev.cortado.gateway.chat.Wishes;\n','import dev.cortado.gateway.chat.Wishes;\nimport dev.cortado.gateway.check.AnswerChecks;\n'),
('import java.time.Instant;\n','import java.time.Instant;\nimport org.jspecify.annotations.Nullable;\n'))
sub(G+'route/Router.java',
('''        record Refusal(SignedWord refusal) implements LastWord {}
''','''        record Refusal(SignedWord refusal) implements LastWord {}

        /// The answer is whole, but broke a check and was not delivered: another variant is to answer.
        ///
        /// @param charged for this request so far, which leaves less of its highest cost
        record FailedCheck(SignedWord receipt, NanoUsd charged) implements LastWord {}
'''),
('import java.util.concurrent','import dev.cortado.contracts.unit.NanoUsd;\nimport java.util.concurrent'))
sub(G+'client/RouterClient.java',
('''                .setRequest(again(query, failed));
''','''                .setRequest(again(query, failed, word))
                .setEscalate(word instanceof LastWord.FailedCheck);
'''),
('''            case LastWord.Refusal(var refusal) -> request''','''            case LastWord.FailedCheck(var receipt, _) -> request.setReceipt(ProtobufWord.of(receipt));
            case LastWord.Refusal(var refusal) -> request'''),
('''    private static RouteRequest again(RouteQuery query, Routed failed) {
        RouteRequest request = RouteMessages.request(query);
        RoutedProfile profile = failed.profile();
        return profile == null
                ? request
                : request.toBuilder().setProfileId(profile.id()).build();
    }
''','''    private static RouteRequest again(RouteQuery query, Routed failed, @Nullable LastWord word) {
        RouteRequest.Builder request = RouteMessages.request(query).toBuilder();
        RoutedProfile profile = failed.profile();
        if (profile != null) {
            request.setProfileId(profile.id());
        }
        if (word instanceof LastWord.FailedCheck(_, NanoUsd charged) && request.hasCostMaxNanoUsd()) {
            request.setCostMaxNanoUsd(Math.max(0, request.getCostMaxNanoUsd() - charged.nanos()));
        }
        return request.build();
    }
'''))
f=ROOT+G+'client/RouterClient.java'
s=open(f).read()
if 'import dev.cortado.contracts.unit.NanoUsd;' not in s:
    s=s.replace('import dev.cortado.contracts.v1.','import dev.cortado.contracts.unit.NanoUsd;\nimport dev.cortado.contracts.v1.',1); open(f,'w').write(s)
# ---- the story
C=G+'complete/ChatCompletion.java'
sub(C,
('''    private boolean gone;
    private boolean ended;
''','''    private boolean gone;
    private boolean ended;
    /// What the request was charged for the attempts that ended.
    private NanoUsd charged = NanoUsd.ZERO;
    private int escalations;
    /// Delivers an answer that broke a check, where no better one comes.
    private @Nullable Runnable fallback;
'''),
('''    private static Settlement settlement(LastWord word) {
        return switch (word) {
            case LastWord.Receipt(var receipt) -> new Settlement.Receipt(receipt);
''','''    private static Settlement settlement(LastWord word) {
        return switch (word) {
            case LastWord.Receipt(var receipt) -> new Settlement.Receipt(receipt);
            case LastWord.FailedCheck(var receipt, _) -> new Settlement.Receipt(receipt);
'''),
('''    private void refuse(Refusal refusal) {
        if (ended) {
            return;
        }
        end();
''','''    private void refuse(Refusal refusal) {
        if (ended) {
            return;
        }
        Runnable second = fallback;
        if (second != null) {
            fallback = null;
            second.run();
            return;
        }
        end();
'''),
('''        private boolean received;
        private boolean shortenedByHold;
''','''        private final @Nullable AnswerChecks checks;
        private final StringBuilder unchecked = new StringBuilder();
        private @Nullable String broken;
        private boolean received;
        private boolean shortenedByHold;
'''),
('''            this.routed = routed;
        }

        @Override
        public void accepted(''','''            this.routed = routed;
            // What is streamed is delivered before it could be looked at.
            RoutedProfile profile = routed.profile();
            this.checks = profile == null || query.request().delivery().streamed() ? null : profile.checks();
        }

        @Override
        public void accepted('''),
('''            Generation running = generation;
            if (!exchange.delta(routed, text) && running != null) {
''','''            if (checks != null) {
                unchecked.append(text);
                return;
            }
            Generation running = generation;
            if (!exchange.delta(routed, text) && running != null) {
'''),
('''        public void finished(Finished finished) {
            boolean broken = switch''','''        public void finished(Finished finished) {
            charged = charged.plus(finished.cost());
            boolean brokenOff = switch'''),
('''            if (broken && !received) {''','''            if (brokenOff && !received) {'''),
('''            Settlement settlement = new Settlement.Receipt(finished.receipt());
            Once claimed = once;
            if (broken) {
                settle(routed, settlement, () -> refuse(new Refusal.BrokenOff(why(finished))));
            } else if (claimed == null) {
''','''            if (brokenOff) {
                settle(
                        routed,
                        new Settlement.Receipt(finished.receipt()),
                        () -> refuse(new Refusal.BrokenOff(why(finished))));
            } else if (isKept() || number >= steps.attemptsMax()) {
                deliver(finished);
            } else {
                escalate(finished);
            }
        }

        /// Whether the answer keeps the checks, if there are any.
        private boolean isKept() {
            if (checks != null) {
                ChatMessage last = query.request().messages().getLast();
                broken = checks.broken(unchecked.toString(), String.join("\\n", last.texts()))
                        .orElse(null);
            }
            return broken == null;
        }

        /// Asks another variant, in an attempt with an amount of its own; this answer stands where none comes of that.
        private void escalate(Finished finished) {
            generation = null;
            open = null;
            mayBeCharged();
            escalations++;
            fallback = () -> deliver(finished);
            again(query, number, routed, new LastWord.FailedCheck(finished.receipt(), charged));
        }

        private void deliver(Finished finished) {
            fallback = null;
            if (checks != null) {
                exchange.delta(routed, unchecked.toString());
            }
            Settlement settlement = new Settlement.Receipt(finished.receipt());
            Once claimed = once;
            if (claimed == null) {
'''),
('exchange.completed(new Completed(routed, finished, shortenedByHold, budget));','exchange.completed(completed(finished, budget));'),
('''        private void complete(Finished finished, Budget budget) {''','''        private Completed completed(Finished finished, Budget budget) {
            Check check = checks == null ? null : new Check(broken, escalations);
            return new Completed(routed, finished, shortenedByHold, budget, charged, check);
        }

        private void complete(Finished finished, Budget budget) {'''),
('exchange.kept(new Completed(routed, finished, shortenedByHold, budget))','exchange.kept(completed(finished, budget))'),
('import dev.cortado.gateway.chat.ChatRequest;\n','import dev.cortado.gateway.chat.ChatMessage;\nimport dev.cortado.gateway.chat.ChatRequest;\nimport dev.cortado.gateway.check.AnswerChecks;\nimport dev.cortado.gateway.complete.Completed.Check;\n'),
('import dev.cortado.gateway.route.Routed;\n','import dev.cortado.gateway.route.Routed;\nimport dev.cortado.gateway.route.RoutedProfile;\n'),
('import dev.cortado.gateway.admit.Admission;\n','import dev.cortado.contracts.unit.NanoUsd;\nimport dev.cortado.gateway.admit.Admission;\n'),
('''/// it was delivered: what is not known may be charged, and then two attempts would be charged for one answer.
''','''/// it was delivered: what is not known may be charged, and then two attempts would be charged for one answer.
///
/// An answer that is to be checked is held back until it is whole. One that breaks a check is answered by another
/// variant, in an attempt with an amount of its own; where no better one comes, it is delivered and told as broken.
'''))
sub(G+'complete/Completed.java',
('public record Completed(Routed routed, Finished finished, boolean shortenedByHold, Budget budget) {\n','''public record Completed(
        Routed routed,
        Finished finished,
        boolean shortenedByHold,
        Budget budget,
        NanoUsd charged,
        @Nullable Check check) {

    /// What came of looking at the answer.
    ///
    /// @param broken the rule that it breaks, in words; null where it keeps all
    /// @param escalations how many answers before it broke a rule
    public record Check(@Nullable String broken, int escalations) {}

    /// An answer of one attempt that was not checked.
    public Completed(Routed routed, Finished finished, boolean shortenedByHold, Budget budget) {
        this(routed, finished, shortenedByHold, budget, finished.cost(), null);
    }
'''),
('''/// @param budget after the charge
''','''/// @param budget after the charge
/// @param charged for all attempts of the request
/// @param check null where the answer was not checked
'''),
('import dev.cortado.gateway.route.Routed;\n','import dev.cortado.gateway.route.Routed;\nimport org.jspecify.annotations.Nullable;\n'),
('import dev.cortado.gateway.generate.FinishReason;\n','import dev.cortado.contracts.unit.NanoUsd;\nimport dev.cortado.gateway.generate.FinishReason;\n'))
sub(G+'http/CompletionJson.java',
('completed.finished().cost().toUsd()','completed.charged().toUsd()'),
('''            json.writeNumberField(profile.covered() ? "prompt_tokens_saved" : "prompt_tokens", tokens);
        }
''','''            json.writeNumberField(profile.covered() ? "prompt_tokens_saved" : "prompt_tokens", tokens);
        }
        Completed.Check check = completed.check();
        if (check != null) {
            json.writeStringField("check", check.broken() == null ? "kept" : "broken");
            JsonWriter.text(json, "check_broken", check.broken());
            json.writeNumberField("escalations", check.escalations());
        }
'''))
