package dev.cortado.local.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.command.CortadoCommand;
import dev.cortado.local.variant.StandardSet.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StandardSetTest {

    private final List<Step> steps = StandardSet.steps("small-q4_1", "medium-q4_k_m", "large-q4_k_m");

    @Test
    void withTheShippedOnes_areEightAtLeast_fourOfThemQuantisedOrPruned() {
        // The catalogue has a variant of each tier and the fine-tuned one.
        assertTrue(steps.size() + 4 >= 8 && steps.size() >= 4, steps::toString);
    }

    @Test
    void each_hasAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        steps.forEach(step -> ids.add(step.id(origin(step.from()))));

        assertEquals(steps.size(), ids.size());
        assertTrue(ids.containsAll(List.of("small-q8_0", "medium-q4_0", "medium-q4_k_m-pruned3", "large-q3_k_m")));
    }

    @Test
    void help_namesWhatIsMade() {
        CommandLine making = CortadoCommand.line()
                .parseArgs("variants", "make-standard")
                .asCommandLineList()
                .getLast();
        String help = making.getUsageMessage().replaceAll("\\s+", " ");
        assertTrue(
                help.contains("small in Q8_0, medium and large in Q4_0, large in Q3_K_M, medium with fewer layers"),
                help);
        assertEquals(
                List.of("small Q8_0", "medium Q4_0", "medium ", "large Q4_0", "large Q3_K_M"),
                steps.stream()
                        .map(step -> step.from().split("-", 2)[0] + " " + step.precision())
                        .toList());
    }

    private static ObjectNode origin(String id) {
        String precision = id.substring(id.indexOf('-') + 1).toUpperCase(java.util.Locale.ROOT);
        return new ObjectMapper().createObjectNode().put("id", id).put("precision", precision);
    }
}
