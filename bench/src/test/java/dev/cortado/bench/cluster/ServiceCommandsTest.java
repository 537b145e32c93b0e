package dev.cortado.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cortado.bench.cluster.ServiceCommands.Service;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceCommandsTest {

    private final Service service = new Service(
            List.of("java"),
            Map.of(
                    "JDBC_URL", "jdbc:postgresql://127.0.0.1:27910/cortado",
                    "REACTIVE_URL", "postgresql://127.0.0.1:27910/cortado",
                    "KAFKA", "127.0.0.1:27911"));

    @Test
    void redirected_replacesTheAddressWhereverItIsTold_andNoOther() {
        assertEquals(
                Map.of(
                        "JDBC_URL", "jdbc:postgresql://127.0.0.1:27965/cortado",
                        "REACTIVE_URL", "postgresql://127.0.0.1:27965/cortado",
                        "KAFKA", "127.0.0.1:27911"),
                service.redirected("127.0.0.1:27910", "127.0.0.1:27965").environment());
    }

    /// A proxy that nobody was led to would never cut anything.
    @Test
    void redirected_ofAnAddressThatIsToldNowhere_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> service.redirected("127.0.0.1:27912", "127.0.0.1:27965"));
    }
}
