package dev.cortado.inference.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cortado.contracts.unit.NanoUsd;
import dev.cortado.inference.engine.Capability;
import dev.cortado.inference.engine.ChatRole;
import dev.cortado.inference.engine.Conversation;
import dev.cortado.inference.engine.ConversationMessage;
import dev.cortado.inference.engine.EngineDescription;
import dev.cortado.inference.engine.ResponseFormat;
import dev.cortado.inference.engine.Sampling;
import dev.cortado.inference.engine.TemplateOverhead;
import dev.cortado.inference.engine.Tool;
import dev.cortado.inference.engine.ToolCall;
import dev.cortado.inference.engine.ToolUse;
import dev.cortado.inference.verify.Grants;
import dev.cortado.inference.verify.LimitKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbilitiesTest {

    private static final ToolUse TOOLS =
            new ToolUse(List.of(new Tool("f", "", "", false)), new ToolUse.Choice.Free(), true);
    private static final ResponseFormat TEXT = new ResponseFormat.Text();

    @Test
    void lack_whatAPlainEngineDoesNotServe_isNamed() {
        Set<Capability> none = Set.of();
        assertEquals("", lack(none, Sampling.greedy(), ToolUse.NONE, TEXT));
        assertEquals("n", lack(none, sampling(2, OptionalInt.empty(), Map.of()), ToolUse.NONE, TEXT));
        assertEquals("logprobs", lack(none, sampling(1, OptionalInt.of(0), Map.of()), ToolUse.NONE, TEXT));
        assertEquals("logit_bias", lack(none, sampling(1, OptionalInt.empty(), Map.of(1, 1.0)), ToolUse.NONE, TEXT));
        assertEquals("tools", lack(none, Sampling.greedy(), TOOLS, TEXT));
        assertEquals("response_format", lack(none, Sampling.greedy(), ToolUse.NONE, new ResponseFormat.JsonObject()));
        assertEquals(
                "response_format", lack(none, Sampling.greedy(), ToolUse.NONE, new ResponseFormat.JsonSchema("{}")));
    }

    @Test
    void lack_earlierCalls_needToolsToo() {
        Conversation conversation = new Conversation(
                List.of(new ConversationMessage(ChatRole.ASSISTANT, "", List.of(new ToolCall("f", "{}")))));
        assertEquals("tools", lack(Set.of(), Sampling.greedy(), conversation));
    }

    @Test
    void lack_engineThatDoesItAll_servesUpToItsSlots() {
        Set<Capability> all = EnumSet.allOf(Capability.class);
        Sampling every = sampling(2, OptionalInt.of(5), Map.of(1, 1.0));
        assertEquals("", lack(all, every, TOOLS, new ResponseFormat.JsonObject()));
        assertEquals("logit_bias", lack(all, sampling(1, OptionalInt.empty(), Map.of(100, 1.0)), ToolUse.NONE, TEXT));
        assertEquals("n", lack(all, sampling(3, OptionalInt.empty(), Map.of()), ToolUse.NONE, TEXT));
    }

    private static Sampling sampling(int choices, OptionalInt logprobs, Map<Integer, Double> bias) {
        return new Sampling(0, 1, OptionalLong.empty(), 0, 0, bias, logprobs, choices);
    }

    private static String lack(Set<Capability> able, Sampling sampling, ToolUse tools, ResponseFormat format) {
        return lack(
                able, sampling, new Conversation(List.of(new ConversationMessage(ChatRole.USER, "x")), tools, format));
    }

    private static String lack(Set<Capability> able, Sampling sampling, Conversation conversation) {
        EngineDescription engine = new EngineDescription("fake", 100, 2, 2, new TemplateOverhead(0, 0), able, 100);
        AttemptCall.Wanted wanted = new AttemptCall.Wanted(
                Grants.grant(
                        List.of(Grants.hold(LimitKind.NANO_USD, NanoUsd.of(1).nanos())), 1, true),
                conversation,
                sampling,
                List.of());
        return Abilities.lack(engine, wanted).map(Abilities.Lack::field).orElse("");
    }
}
