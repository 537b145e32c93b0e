package dev.cortado.inference.grammar;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// How what a rule allows begins, and in how many ways the same text may be read at once. Whoever holds an
/// answer to a grammar keeps every way that is still open, and tries each with every token: where alternatives
/// that begin alike nest in each other the ways multiply with every level.
///
/// @param beginning of all texts of the rule, as far as it is the same; `#` stands for a number, `b` for a truth value
/// @param ways at most; [#ENDLESS] where they grow with every level of a schema that refers to itself
/// @param values of an enumeration, at most, that one beginning may be of: all are open until letters tell them apart
/// @param within pointers of schemas that were not finished when this one referred to them: it nests in itself
record Shape(String beginning, long ways, long values, Set<String> within) {

    static final long ENDLESS = Long.MAX_VALUE;

    /// Any value, of which nothing is open.
    static final Shape ANY = of("");

    static Shape of(String beginning) {
        return new Shape(beginning, 1, 1, Set.of());
    }

    /// Behind a text.
    Shape after(String text) {
        return new Shape(text + beginning, ways, values, within);
    }

    /// One of several. Ways add up among those that begin alike. Where one of them leads back to what is still being
    /// written, and another nests in itself too, each level may be read by either.
    ///
    /// @param leadsBack whether a pointer's schema leads to one that is not finished yet
    static Shape either(List<Shape> shapes, Predicate<String> leadsBack) {
        long most = 0;
        long values = 0;
        for (Shape shape : shapes) {
            List<Shape> alike = shapes.stream().filter(shape::beginsLike).toList();
            boolean isOpen =
                    alike.stream().anyMatch(each -> each.within.stream().anyMatch(leadsBack));
            long nesting = alike.stream().filter(each -> !each.within.isEmpty()).count();
            long ways = isOpen && nesting > 1
                    ? ENDLESS
                    : alike.stream().mapToLong(Shape::ways).reduce(0, Shape::plus);
            most = Math.max(most, ways);
            values = Math.max(values, alike.stream().mapToLong(Shape::values).reduce(0, Shape::plus));
        }
        return new Shape(
                shapes.stream().map(Shape::beginning).reduce(Shape::common).orElse(""),
                most,
                values,
                Set.copyOf(shapes.stream()
                        .flatMap(shape -> shape.within.stream())
                        .distinct()
                        .toList()));
    }

    /// Whether the texts of several begin alike, so that their ways add up.
    static boolean anyAlike(List<Shape> shapes) {
        return shapes.stream()
                .anyMatch(shape -> shapes.stream().filter(shape::beginsLike).count() > 1);
    }

    private boolean beginsLike(Shape other) {
        return beginning.startsWith(other.beginning) || other.beginning.startsWith(beginning);
    }

    private static long plus(long one, long other) {
        return one > ENDLESS - other ? ENDLESS : one + other;
    }

    /// What two beginnings have in common.
    static String common(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }
}
