package dev.cortado.evaluation.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/// Whether an answer is a piece of code of an accepted form. Nothing is run: brackets and quotes must balance, and
/// the code, without spaces, must contain a match of one of the forms and of none that is wrong.
///
/// @param forms regular expressions on the code without any space, any case
/// @param never regular expressions that must not match
public record CodeCheck(List<String> forms, List<String> never) implements Checker {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    public CodeCheck {
        forms = List.copyOf(forms);
        never = List.copyOf(never);
        forms.forEach(Pattern::compile);
        never.forEach(Pattern::compile);
        if (forms.isEmpty()) {
            throw new IllegalArgumentException("no accepted form");
        }
    }

    public static CodeCheck of(String... forms) {
        return new CodeCheck(List.of(forms), List.of());
    }

    @Override
    public double score(String answer) {
        String code = Texts.unfenced(answer);
        return Checker.of(isRight(Texts.bareCode(code)) || isRight(Texts.bare(code, false)));
    }

    private boolean isRight(String text) {
        String code = SPACES.matcher(text).replaceAll("");
        return balanced(code)
                && forms.stream().anyMatch(form -> found(form, code))
                && never.stream().noneMatch(form -> found(form, code));
    }

    private static boolean found(String form, String code) {
        return Pattern.compile(form, Pattern.CASE_INSENSITIVE).matcher(code).find();
    }

    private static boolean balanced(String code) {
        Deque<Character> open = new ArrayDeque<>();
        char quote = 0;
        for (int i = 0; i < code.length(); i++) {
            char each = code.charAt(i);
            if (quote != 0) {
                quote = each == quote ? 0 : quote;
            } else if (each == '"' || each == '\'') {
                quote = each;
            } else if ("([{".indexOf(each) >= 0) {
                open.push(each);
            } else if (")]}".indexOf(each) >= 0
                    && (open.isEmpty() || "([{".indexOf(open.pop()) != ")]}".indexOf(each))) {
                return false;
            }
        }
        return quote == 0 && open.isEmpty();
    }
}
