package dev.cortado.accounting.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what names a person.
final class PersonFields {

    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@\\p{Cntrl}\"<>()\\[\\],;:\\\\]{1,64}@[A-Za-z0-9.-]{1,190}");
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._@+-]{1,255}");
    private static final int PERSON_LENGTH_MAX = 255;

    private PersonFields() {}

    static String email(@Nullable String value) {
        String expected = "an address such as ada@example.org";
        String email = Fields.required("email", value, expected);
        if (!EMAIL.matcher(email).matches()) {
            throw new ProblemException(Problem.invalid("email", "this is not an email address", expected));
        }
        return email;
    }

    static String username(String value) {
        if (!USERNAME.matcher(value).matches()) {
            throw new ProblemException(
                    Problem.invalid("username", "this is not a user name", "1 to 255 letters, digits and . _ @ + -"));
        }
        return value;
    }

    static String person(String value) {
        if (value.isBlank() || value.length() > PERSON_LENGTH_MAX || value.indexOf('\0') >= 0) {
            throw new ProblemException(
                    Problem.invalid("person", "this names nobody", "a member's id, user name or email"));
        }
        return value;
    }
}
