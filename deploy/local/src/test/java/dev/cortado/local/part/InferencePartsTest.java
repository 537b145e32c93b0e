package dev.cortado.local.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.local.settings.Places;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.settings.SettingsException;
import org.junit.jupiter.api.Test;

final class InferencePartsTest {
    private final Settings standard = Settings.standard(Places.here());

    @Test
    void threads_byDefault_areLeftToTheService() {
        assertEquals(0, InferenceParts.threads(standard, 2));
    }

    @Test
    void threads_ofBothProcesses_neverPassTheCores() {
        Settings two = standard.with(SettingKey.INFERENCE_THREADS, "2");
        assertEquals(2, InferenceParts.threads(two, 4));
        String message = String.valueOf(assertThrows(SettingsException.class, () -> InferenceParts.threads(two, 3))
                .getMessage());
        assertTrue(message.contains("inference-threads") && message.contains("at most 1"), message);
        assertEquals(2, InferenceParts.threads(two.with(SettingKey.TIERS, "small,medium"), 2));
    }
}
