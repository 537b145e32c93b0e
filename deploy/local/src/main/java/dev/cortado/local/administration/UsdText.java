package dev.cortado.local.administration;

import java.util.regex.Pattern;

/// Money as people type it: USD, at most nine decimals, which is a nano-USD. It stays text, so nothing is rounded.
public final class UsdText {
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,10}(\\.[0-9]{1,9})?");

    private UsdText() {}

    /// @throws IllegalArgumentException naming the option
    public static String of(String option, String typed) {
        if (!AMOUNT.matcher(typed).matches()) {
            throw new IllegalArgumentException(
                    option + " must be an amount in USD with at most 9 decimals, such as 12.50, not '" + typed + "'");
        }
        return typed;
    }
}
