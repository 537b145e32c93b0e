package dev.cortado.gateway.check;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Whether samples of one answer say the same: a model that is sure of a short answer gives it each time (Wang et al.,
/// Self-Consistency Improves Chain of Thought Reasoning in Language Models, ICLR 2023, where the most frequent answer
/// is
/// taken). Compared is the whole text, without regard to case, blanks, marks around and commas within numbers; so long
/// answers are not judged, since two of them hardly ever say the same in the same words.
public final class SelfConsistency {

    private static final int CHARACTERS_MAX = 200;
    private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");
    private static final Pattern MARKS = Pattern.compile("[*_`\"“”]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern END = Pattern.compile("[.!;:,\\s]+$");

    private SelfConsistency() {}

    /// What comparing came to.
    ///
    /// @param chosen place of the sample to deliver: the first of those that most agree with
    public record Agreement(int chosen, Judgement judgement) {}

    /// @param samples at least one
    public static Agreement of(List<String> samples) {
        if (samples.stream().anyMatch(sample -> sample.isBlank() || sample.length() > CHARACTERS_MAX)) {
            return new Agreement(0, new Judgement.Undecided());
        }
        List<String> said = samples.stream().map(SelfConsistency::essence).toList();
        Map<String, Integer> counts = new HashMap<>();
        said.forEach(each -> counts.merge(each, 1, Integer::sum));
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        int chosen = 0;
        while (counts.getOrDefault(said.get(chosen), 0) < most) {
            chosen++;
        }
        return new Agreement(
                chosen,
                most == samples.size()
                        ? new Judgement.Kept()
                        : new Judgement.Broken("was given alike by " + most + " of " + samples.size() + " samples"));
    }

    private static String essence(String sample) {
        String text = Normalizer.normalize(sample, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        text = THOUSANDS.matcher(MARKS.matcher(text).replaceAll("")).replaceAll("");
        return END.matcher(BLANKS.matcher(text).replaceAll(" ").strip()).replaceAll("");
    }
}
