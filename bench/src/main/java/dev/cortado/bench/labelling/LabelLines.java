package dev.cortado.bench.labelling;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.evaluation.item.TaskClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes labels in the form that the import takes: a JSON object a line, with one score.
final class LabelLines {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LabelLines() {}

    /// Whole or not at all.
    ///
    /// @return how many lines were written: what could not be scored has none
    static int write(Path file, List<Scored> all) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Scored each : all) {
            if (each.score().isPresent()) {
                lines.add(line(each));
            }
        }
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        Files.write(part, lines, StandardCharsets.UTF_8);
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        return lines.size();
    }

    private static String line(Scored each) {
        ObjectNode line = JSON.createObjectNode().put("prompt", each.task().prompt());
        if (each.task().taskClass() != TaskClass.OTHER) {
            line.put("class", each.task().taskClass().word());
        }
        line.put("variant", each.variant())
                .put(
                        "score",
                        Double.parseDouble(
                                String.format(Locale.ROOT, "%.4f", each.score().orElseThrow())));
        each.answer().ifPresent(answer -> line.put("completion_tokens", answer.completionTokens()));
        return line.toString();
    }
}
