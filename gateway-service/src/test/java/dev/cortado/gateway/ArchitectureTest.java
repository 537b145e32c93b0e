package dev.cortado.gateway;

import dev.cortado.contracts.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void frameworksStayAtTheEdges_servicesShareOnlyContracts_noCycles() {
        ArchitectureRules.check("dev.cortado.gateway");
    }
}
