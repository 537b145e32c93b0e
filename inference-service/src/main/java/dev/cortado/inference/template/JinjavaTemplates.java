package dev.cortado.inference.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.tree.Node;
import dev.cortado.inference.engine.ChatTemplate;
import dev.cortado.inference.engine.Conversation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Renders the Jinja templates that GGUF files carry, with Jinjava.
///
/// Only a model's own template is ever a template. In place of each text that users wrote stands a mark, and the
/// text is put in after rendering: so no content is seen by the template language, and what came from whom stays
/// known. A template is read once, and rendered by any number of threads.
public final class JinjavaTemplates implements ChatTemplate.Compiler {

    private static final long OUTPUT_CHARACTERS_MAX = 1L << 20;
    private static final int RENDER_DEPTH_MAX = 10;

    private final Jinjava jinjava;

    /// What renderings begin with: filters, tests and tags. To register them takes longer than to render, so
    /// contexts are used again, by one rendering at a time.
    private final Queue<Context> beginnings = new ConcurrentLinkedQueue<>();

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
        JinjavaInterpreter reader = jinjava.newInterpreter();
        Node tree = reader.parse(WhitespaceControl.apply(source));
        List<TemplateError> faults = reader.getErrorsCopy();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "the model's chat template cannot be read: " + message(faults.getFirst()));
        }
        return conversation -> render(tree, specialTexts, conversation);
    }

    private ChatTemplate.Rendering render(
            Node tree, ChatTemplate.SpecialTexts specialTexts, Conversation conversation) {
        ContentMarks marks = ContentMarks.random();
        Map<String, Object> bindings = new HashMap<>();
        bindings.putAll(TemplateValues.of(conversation, marks));
        bindings.put("add_generation_prompt", true);
        bindings.put("bos_token", specialTexts.beginOfSequence());
        bindings.put("eos_token", specialTexts.endOfSequence());
        Context idle = beginnings.poll();
        Context beginning = idle == null ? jinjava.getGlobalContextCopy() : idle;
        try {
            JinjavaConfig configuration = jinjava.getGlobalConfig();
            JinjavaInterpreter interpreter = configuration
                    .getInterpreterFactory()
                    .newInstance(jinjava, new Context(beginning, bindings, configuration.getDisabled()), configuration);
            String output = interpreter.render(tree);
            List<TemplateError> errors = interpreter.getErrorsCopy();
            return errors.isEmpty() ? marks.split(output) : unrenderable(errors.getFirst());
        } catch (RuntimeException e) { // Whatever a template brings about says that it does not take the conversation.
            return unrenderable(TemplateError.fromException(e));
        } finally {
            beginning.reset();
            beginnings.add(beginning);
        }
    }

    private static ChatTemplate.Rendering unrenderable(TemplateError error) {
        return new ChatTemplate.Unrenderable("the model's chat template says: " + message(error));
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
