package dev.cortado.inference.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import java.util.HashMap;
import java.util.Map;

/// Renders the Jinja templates that GGUF files carry, with Jinjava.
///
/// Only a model's own template is ever a template. In place of each text that users wrote stands a mark, and the text
/// is
/// put in after rendering: so no content is seen by the template language, and what came from whom stays known.
public final class JinjavaTemplates implements ChatTemplate.Compiler {

    private static final long OUTPUT_CHARACTERS_MAX = 1L << 20;
    private static final int RENDER_DEPTH_MAX = 10;

    private final Jinjava jinjava;

    public JinjavaTemplates() {
        jinjava = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(false)
                .withLstripBlocks(false)
                .withNestedInterpretationEnabled(false)
                .withMaxOutputSize(OUTPUT_CHARACTERS_MAX)
                .withMaxRenderDepth(RENDER_DEPTH_MAX)
                .build());
        jinjava.getGlobalContext().registerFilter(new ToJson());
        jinjava.getGlobalContext()
                .registerFunction(
                        new ELFunctionDefinition("", "raise_exception", TemplateRefusal.class, "raise", String.class));
    }

    @Override
    public ChatTemplate compile(String source, ChatTemplate.SpecialTexts specialTexts) {
        String plain = WhitespaceControl.apply(source);
        return conversation -> render(plain, specialTexts, conversation);
    }

    private ChatTemplate.Rendering render(
            String source, ChatTemplate.SpecialTexts specialTexts, Conversation conversation) {
        ContentMarks marks = ContentMarks.random();
        Map<String, Object> bindings = new HashMap<>();
        bindings.putAll(TemplateValues.of(conversation, marks));
        bindings.put("add_generation_prompt", true);
        bindings.put("bos_token", specialTexts.beginOfSequence());
        bindings.put("eos_token", specialTexts.endOfSequence());
        RenderResult result = jinjava.renderForResult(source, bindings);
        if (!result.getErrors().isEmpty()) {
            String message = message(result.getErrors().getFirst());
            return new ChatTemplate.Unrenderable("the model's chat template says: " + message);
        }
        return marks.split(result.getOutput());
    }

    /// What the template itself said, where it raised; the library's own words hide that.
    private static String message(TemplateError error) {
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateRefusal.Raised raised) {
                return String.valueOf(raised.getMessage());
            }
        }
        return error.getMessage();
    }
}
