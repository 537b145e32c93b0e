package dev.cortado.accounting.http;

import dev.cortado.accounting.predictor.LabelledPrompt;
import dev.cortado.accounting.predictor.LabelledPrompt.Score;
import dev.cortado.contracts.unit.VariantId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads the rows of one label file, whatever form they come in, and gathers every line that does not fit.
///
/// A row has a `prompt`, perhaps a `class`, and either one score (`variant`, `score`, perhaps `completion_tokens`) or
/// one of each of several variants (`score:VARIANT`, perhaps `tokens:VARIANT`; empty where it has none).
final class LabelReader {

    static final int LABELS_MAX = 50_000;

    /// More are not told: they are likely to be wrong for the same reason.
    static final int FAULTS_MAX = 10_000;

    static final String COLUMNS = "prompt, perhaps class, and either variant, score and perhaps completion_tokens,"
            + " or score:VARIANT and perhaps tokens:VARIANT of each variant";

    private static final Set<String> PLAIN = Set.of("prompt", "class", "variant", "score", "completion_tokens");
    private static final String SCORE = "score:";
    private static final String TOKENS = "tokens:";
    private static final String SCORES = "a number from 0 to 1";
    private static final int PROMPT_BYTES_MAX = 8_192;

    private final Map<String, Gathered> prompts = new LinkedHashMap<>();
    private final TreeMap<String, Integer> variants = new TreeMap<>();
    private final List<Problem.Line> faults = new ArrayList<>();
    private int labels;

    /// What was said of a prompt so far.
    ///
    /// @param line where it stood first
    /// @param lines by variant
    private record Gathered(int line, String taskClass, Map<String, Integer> lines, List<Score> scores) {}

    /// @throws ProblemException where these cannot be the columns of a label file
    static void requireColumns(String place, Set<String> columns) {
        boolean one = columns.contains("variant") && columns.contains("score");
        boolean several = columns.stream().anyMatch(column -> column.startsWith(SCORE));
        boolean mixed = several
                && (columns.contains("variant") || columns.contains("score") || columns.contains("completion_tokens"));
        boolean known = columns.stream()
                .allMatch(column -> PLAIN.contains(column)
                        || (column.startsWith(SCORE) && column.length() > SCORE.length())
                        || (column.startsWith(TOKENS) && columns.contains(SCORE + column.substring(TOKENS.length()))));
        if (!columns.contains("prompt") || one == several || mixed || !known) {
            throw new ProblemException(
                    Problem.invalid(place, "the columns are " + String.join(", ", new TreeSet<>(columns)), COLUMNS));
        }
    }

    /// @param cells by column; what is empty is not there
    void row(int line, Map<String, String> cells) {
        try {
            take(line, cells);
        } catch (ProblemException e) {
            fault(line, e.problem());
        }
        if (labels > LABELS_MAX) {
            throw new ProblemException(
                    Problem.invalid("body", "there are too many labels", "at most " + LABELS_MAX + " scores"));
        }
    }

    void fault(int line, Problem problem) {
        if (faults.size() == FAULTS_MAX) {
            throw new ProblemException(problem());
        }
        faults.add(Problem.Line.of(line, problem));
    }

    private void take(int line, Map<String, String> cells) {
        String prompt = prompt(cells.get("prompt"));
        String taskClass = taskClass(cells.getOrDefault("class", ""));
        List<Score> scores = scores(cells);
        if (scores.isEmpty()) {
            throw new ProblemException(Problem.invalid("score", "the line has no score", "at least one score"));
        }
        Gathered known = prompts.get(prompt);
        if (known != null && !known.taskClass().equals(taskClass)) {
            throw new ProblemException(Problem.invalid(
                    "class",
                    "the prompt has another class than on line " + known.line(),
                    "'" + known.taskClass() + "', or one class on all of the prompt's lines"));
        }
        for (Score score : scores) {
            Integer earlier = known == null ? null : known.lines().get(score.variant());
            if (earlier != null) {
                throw new ProblemException(Problem.invalid(
                        "variant",
                        "line " + earlier + " scores the answer of " + score.variant() + " to this prompt already",
                        "each prompt once for each variant"));
            }
        }
        Gathered gathered = known == null ? new Gathered(line, taskClass, new TreeMap<>(), new ArrayList<>()) : known;
        prompts.putIfAbsent(prompt, gathered);
        for (Score score : scores) {
            gathered.lines().put(score.variant(), line);
            gathered.scores().add(score);
            variants.putIfAbsent(score.variant(), line);
            labels++;
        }
    }

    private static List<Score> scores(Map<String, String> cells) {
        List<Score> scores = new ArrayList<>();
        String variant = cells.get("variant");
        String score = cells.get("score");
        if (variant != null || score != null) {
            scores.add(new Score(
                    variant("variant", variant == null ? "" : variant),
                    score("score", score == null ? "" : score),
                    tokens("completion_tokens", cells.get("completion_tokens"))));
        }
        cells.forEach((column, value) -> {
            if (column.startsWith(SCORE)) {
                String named = variant(column, column.substring(SCORE.length()));
                scores.add(new Score(named, score(column, value), tokens(TOKENS + named, cells.get(TOKENS + named))));
            }
        });
        return scores;
    }

    private static String prompt(@Nullable String prompt) {
        String expected = "the prompt that was answered, 1 to " + PROMPT_BYTES_MAX + " bytes";
        if (prompt == null || prompt.isBlank()) {
            throw new ProblemException(Problem.invalid("prompt", "it is missing", expected));
        }
        if (prompt.indexOf('\0') >= 0) {
            throw new ProblemException(Problem.invalid("prompt", "it has a NUL character", expected));
        }
        int bytes = prompt.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > PROMPT_BYTES_MAX) {
            throw new ProblemException(Problem.invalid("prompt", "it has " + bytes + " bytes", expected));
        }
        return prompt;
    }

    private static String taskClass(String taskClass) {
        return taskClass.isEmpty() ? "" : Fields.name("class", taskClass);
    }

    private static String variant(String column, String variant) {
        try {
            return new VariantId(variant).value();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid(column, String.valueOf(e.getMessage()), "a variant's id"));
        }
    }

    private static double score(String column, String text) {
        try {
            BigDecimal score = new BigDecimal(text);
            if (score.signum() >= 0 && score.compareTo(BigDecimal.ONE) <= 0) {
                return score.doubleValue();
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new ProblemException(Problem.invalid(column, "'" + shown(text) + "' is no score", SCORES));
    }

    private static Optional<Integer> tokens(String column, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            int tokens = Integer.parseInt(text);
            if (tokens >= 0) {
                return Optional.of(tokens);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new ProblemException(
                Problem.invalid(column, "'" + shown(text) + "' is no number of tokens", "a whole number from 0 up"));
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    /// All of them, or a [Problem] that lists every line that does not fit.
    List<LabelledPrompt> prompts() {
        if (!faults.isEmpty()) {
            throw new ProblemException(problem());
        }
        if (prompts.isEmpty()) {
            throw new ProblemException(Problem.invalid("body", "there is no label", "at least one line with a score"));
        }
        List<LabelledPrompt> all = new ArrayList<>();
        prompts.forEach((prompt, said) -> all.add(new LabelledPrompt(prompt, said.taskClass(), said.scores())));
        return all;
    }

    private Problem problem() {
        return Problem.ofLines(faults);
    }

    /// Names, for each of these variants, the first line that has it.
    Problem unknown(List<String> unknown) {
        return Problem.ofLines(unknown.stream()
                .map(variant -> Problem.Line.of(
                        variants.getOrDefault(variant, 1),
                        Problem.invalid(
                                "variant",
                                "the catalogue has no variant '" + variant + "'",
                                "a variant that GET /v1/models of the gateway lists")))
                .toList());
    }
}
