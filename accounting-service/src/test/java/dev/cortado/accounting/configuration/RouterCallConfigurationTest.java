package dev.cortado.accounting.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterCallConfigurationTest {

    @Test
    void defaults_arePinned() {
        RouterCallConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(RouterCallConfiguration.class)
                .build()
                .getConfigMapping(RouterCallConfiguration.class);
        assertEquals(List.of("127.0.0.1:27402"), configuration.addresses());
        assertEquals(Duration.ofMillis(800), configuration.writeTimeout());
        assertEquals(Duration.ofSeconds(30), configuration.importTimeout());
        assertEquals(Duration.ofSeconds(5), configuration.readTimeout());
    }
}
