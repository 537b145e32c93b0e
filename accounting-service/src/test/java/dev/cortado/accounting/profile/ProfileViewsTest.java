package dev.cortado.accounting.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileViewsTest {

    @Test
    void onVariant_general_costsItsTokensAtThePromptPrice() {
        var general =
                ProfileViews.OnVariant.of("large", false, Optional.of(306L), Optional.of(90_000L), Optional.of(9L));

        assertEquals(Optional.of("0.00002754"), general.costUsd());
        assertEquals(Optional.of("0.000000002754"), general.costCachedUsd());
        assertEquals(Optional.empty(), general.savedUsd());
    }

    @Test
    void onVariant_covered_costsNothingAndSavesThePrice() {
        var covered =
                ProfileViews.OnVariant.of("brand", true, Optional.of(100L), Optional.of(20_000L), Optional.of(1L));

        assertEquals(Optional.of("0"), covered.costUsd());
        assertEquals(Optional.of("0.000002"), covered.savedUsd());
    }

    @Test
    void onVariant_notCounted_showsNoPrice() {
        var unknown =
                ProfileViews.OnVariant.of("large", false, Optional.empty(), Optional.of(90_000L), Optional.of(9L));

        assertEquals(Optional.empty(), unknown.costUsd());
    }
}
