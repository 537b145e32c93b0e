package dev.cortado.local.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class ScramVerifierTest {
    /// Password and salt of the example in RFC 7677.
    @Test
    void of_exampleOfTheStandard_isTheKnownVerifier() {
        assertEquals(
                "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                        + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
                ScramVerifier.of("pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==")));
    }

    @Test
    void of_samePasswordTwice_differs() {
        SecureRandom random = new SecureRandom();
        assertFalse(ScramVerifier.of("pencil", random).equals(ScramVerifier.of("pencil", random)));
    }

    @Test
    void of_passwordToNormalise_refused() {
        SecureRandom random = new SecureRandom();
        assertThrows(IllegalArgumentException.class, () -> ScramVerifier.of("caf\u00e9", random));
        assertThrows(IllegalArgumentException.class, () -> ScramVerifier.of("", random));
    }
}
