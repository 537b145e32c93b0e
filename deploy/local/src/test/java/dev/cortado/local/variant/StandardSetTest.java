package dev.cortado.local.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.variant.StandardSet.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

    private static ObjectNode origin(String id) {
        String precision = id.substring(id.indexOf('-') + 1).toUpperCase(java.util.Locale.ROOT);
        return new ObjectMapper().createObjectNode().put("id", id).put("precision", precision);
    }
}
