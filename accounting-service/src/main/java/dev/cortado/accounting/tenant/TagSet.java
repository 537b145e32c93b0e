package dev.cortado.accounting.tenant;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The tags of a tenant node, for reports.
///
/// @param tags by name; at most 50, names of 1 to 64 letters, digits and `. _ : / -`, values of at most 256 characters
public record TagSet(Map<String, String> tags) {

    public static final int TAGS_MAX = 50;
    public static final int VALUE_LENGTH_MAX = 256;
    public static final String EXPECTED =
            "at most " + TAGS_MAX + " tags, names of 1 to 64 letters, digits and . _ : / -," + " values of at most "
                    + VALUE_LENGTH_MAX + " characters without control characters";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/-]{1,64}");

    /// @throws IllegalArgumentException naming the tag at fault
    public TagSet {
        if (tags.size() > TAGS_MAX) {
            throw new IllegalArgumentException("there are " + tags.size() + " tags");
        }
        tags.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is not a tag's name");
            }
            if (value.length() > VALUE_LENGTH_MAX || value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the value of '" + name + "' is not allowed");
            }
        });
        tags = new TreeMap<>(tags);
    }
}
