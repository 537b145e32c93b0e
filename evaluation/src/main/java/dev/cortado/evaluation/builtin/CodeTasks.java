package dev.cortado.evaluation.builtin;

import dev.cortado.evaluation.check.CodeCheck;
import dev.cortado.evaluation.check.ExactCheck;
import dev.cortado.evaluation.check.LabelCheck;
import dev.cortado.evaluation.check.NumberCheck;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Small pieces of code, written, read and repaired. What models write is compared with accepted forms, never run.
final class CodeTasks {

    private static final int SHORT = 16;
    private static final int LINE = 36;
    private static final String CODE_ONLY = " Reply with the code only.";
    private static final List<String> NAMES = List.of("items", "values", "names", "prices", "rows", "words");
    private static final List<String> TABLES = List.of("users", "orders", "books", "cities", "staff", "events");
    private static final Map<String, String> SNIPPETS = Map.of(
            "def add(a, b): return a + b", "Python",
            "for i in range(3): print(i)", "Python",
            "System.out.println(\"hi\");", "Java",
            "public static void main(String[] args)", "Java",
            "SELECT name FROM users;", "SQL",
            "UPDATE books SET price = 3;", "SQL",
            "console.log('hi');", "JavaScript",
            "const f = (x) => x * 2;", "JavaScript",
            "fn main() { println!(\"hi\"); }", "Rust",
            "let mut total: i32 = 0;", "Rust");
    private static final List<String> LANGUAGES = List.of("Python", "Java", "SQL", "JavaScript", "Rust");

    private CodeTasks() {}

    static List<Template> templates() {
        return List.of(
                CodeTasks::length,
                CodeTasks::printedNumber,
                CodeTasks::comprehension,
                CodeTasks::select,
                CodeTasks::loop,
                CodeTasks::language,
                CodeTasks::slice,
                CodeTasks::printedText,
                CodeTasks::function,
                CodeTasks::index,
                CodeTasks::count,
                CodeTasks::shell,
                CodeTasks::bool);
    }

    private static Draft length(Dice dice) {
        String name = dice.of(NAMES);
        String what = dice.of("number of elements", "largest element", "smallest element", "sum of the elements");
        String function = Map.of(
                        "number of elements", "len",
                        "largest element", "max",
                        "smallest element", "min",
                        "sum of the elements", "sum")
                .get(what);
        return new Draft(
                "Write a Python expression for the " + what + " of the list " + name + "." + CODE_ONLY,
                LINE,
                CodeCheck.of(function + "\\(" + name + "\\)"));
    }

    private static Draft printedNumber(Dice dice) {
        int a = dice.between(2, 20);
        int b = dice.between(2, 9);
        return switch (dice.between(0, 2)) {
            case 0 -> prints("print(" + a + " + " + b + " * 2)", a + b * 2L);
            case 1 -> prints("print(" + (a + 20) + " // " + b + ")", (a + 20) / b);
            default -> prints("print(" + b + " ** 2 - " + a + ")", (long) b * b - a);
        };
    }

    private static Draft prints(String code, long answer) {
        return new Draft(
                "What does this Python code print? Answer with the output only.\n" + code,
                SHORT,
                new NumberCheck(answer));
    }

    private static Draft comprehension(Dice dice) {
        String name = dice.of(NAMES);
        int by = dice.between(2, 9);
        return new Draft(
                "Write a Python list comprehension that multiplies each x in " + name + " by " + by + "." + CODE_ONLY,
                LINE,
                CodeCheck.of("\\[(?:x\\*" + by + "|" + by + "\\*x)forxin" + name + "\\]"));
    }

    private static Draft select(Dice dice) {
        String table = dice.of(TABLES);
        int limit = dice.between(10, 90);
        return new Draft(
                "Write a SQL query for the column name of all rows of the table " + table + " whose age is above "
                        + limit + "." + CODE_ONLY,
                LINE,
                CodeCheck.of("select(?:" + table + "\\.)?namefrom" + table + "where(?:" + table + "\\.)?age>" + limit
                        + "(?!\\d)"));
    }

    private static Draft loop(Dice dice) {
        int to = dice.between(3, 9);
        int step = dice.between(1, 3);
        int sum = IntStream.range(0, to).map(i -> i * step).sum();
        return prints(
                "t = 0\nfor i in range(" + to + "):\n    t += i" + (step == 1 ? "" : " * " + step) + "\nprint(t)", sum);
    }

    private static Draft language(Dice dice) {
        String snippet = dice.of(SNIPPETS.keySet().stream().sorted().toList());
        return new Draft(
                "In which programming language is this written: Python, Java, SQL, JavaScript or Rust? One word.\n"
                        + snippet,
                SHORT,
                new LabelCheck(SNIPPETS.getOrDefault(snippet, ""), LANGUAGES));
    }

    private static Draft slice(Dice dice) {
        String word = dice.of("keyboard", "sandwich", "elephant", "notebook", "mountain", "festival");
        int from = dice.between(0, 3);
        int to = from + dice.between(2, 4);
        return new Draft(
                "What does this Python code print? Answer with the output only.\nprint(\"" + word + "\"[" + from + ":"
                        + to + "])",
                SHORT,
                ExactCheck.cased(word.substring(from, to)));
    }

    private static Draft printedText(Dice dice) {
        String word = dice.of("abc", "tea", "sun", "cat", "owl", "ice");
        boolean repeated = dice.between(0, 1) == 0;
        int times = dice.between(2, 3);
        String reversed = new StringBuilder(word).reverse().toString();
        return new Draft(
                "What does this Python code print? Answer with the output only.\nprint("
                        + (repeated ? "\"" + word + "\" * " + times : "\"" + word + "\"[::-1]") + ")",
                SHORT,
                ExactCheck.cased(repeated ? word.repeat(times) : reversed));
    }

    private static Draft function(Dice dice) {
        String name = dice.of("double", "triple", "square", "half");
        String form = Map.of(
                        "double", "(?:n\\*2|2\\*n|n\\+n)",
                        "triple", "(?:n\\*3|3\\*n|n\\+n\\+n)",
                        "square", "(?:n\\*\\*2|n\\*n|pow\\(n,2\\))",
                        "half", "(?:n/2|n\\*0?\\.5)")
                .get(name);
        String meaning = Map.of(
                        "double", "n times two", "triple", "n times three", "square", "n times n", "half", "half of n")
                .get(name);
        boolean lambda = dice.between(0, 1) == 0;
        return lambda
                ? new Draft(
                        "Write a Python lambda of one parameter n that returns " + meaning + "." + CODE_ONLY,
                        LINE,
                        CodeCheck.of("lambdan:" + form))
                : new Draft(
                        "Write a Python function " + name + "(n) in one line that returns " + meaning + "." + CODE_ONLY,
                        LINE,
                        CodeCheck.of("def" + name + "\\(n(?::\\w+)?\\)(?:->\\w+)?:.*?return\\(?" + form));
    }

    private static Draft index(Dice dice) {
        List<Integer> numbers = dice.some(5, List.of(4, 7, 11, 15, 18, 22, 26, 31, 39, 44));
        int at = dice.of(0, 1, 2, 3, -1, -2);
        return prints(
                "a = [" + numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "]\nprint(a[" + at
                        + "])",
                numbers.get(at < 0 ? numbers.size() + at : at));
    }

    private static Draft count(Dice dice) {
        String table = dice.of(TABLES);
        String city = dice.of(People.CITIES);
        return new Draft(
                "Write a SQL query that counts the rows of the table " + table + " where city is '" + city + "'."
                        + CODE_ONLY,
                LINE,
                CodeCheck.of("selectcount\\((?:\\*|1|id|city)\\)(?:as\\w+)?from" + table + "wherecity='" + city + "'"));
    }

    private static Draft shell(Dice dice) {
        String name = dice.of("notes", "report", "data", "list", "log") + dice.between(1, 9) + ".txt";
        return switch (dice.between(0, 2)) {
            case 0 -> command("counts the lines of " + name, "wc-l<?" + name, "cat" + name + "\\|wc-l");
            case 1 -> command("deletes the file " + name, "rm(?:-f)?" + name);
            default -> command("prints the content of " + name, "(?:cat|less|more)" + name);
        };
    }

    private static Draft command(String what, String... forms) {
        return new Draft("Write the Linux shell command that " + what + "." + CODE_ONLY, LINE, CodeCheck.of(forms));
    }

    private static Draft bool(Dice dice) {
        int a = dice.between(1, 20);
        int b = dice.between(1, 20);
        boolean and = dice.between(0, 1) == 0;
        boolean value = and ? a > 10 && b < 10 : a > 10 || b < 10;
        return new Draft(
                "With a = " + a + " and b = " + b + ", what is the Python value of (a > 10 " + (and ? "and" : "or")
                        + " b < 10)? Answer True or False.",
                SHORT,
                new LabelCheck(value ? "True" : "False", List.of("True", "False")));
    }
}
