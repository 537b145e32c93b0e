package dev.cortado.router.features;

import java.util.List;
import java.util.Locale;

/// What a person would count in a prompt: its length, digits, lines, choices, marks of code and mathematics, and words
/// that tell what is asked. Counts grow with the logarithm, shares are of all characters, words are 1 where they stand
/// anywhere.
final class HandFeatures {

    /// Each is looked for as a part of the text in lower case; a space holds it to a word's beginning.
    private static final List<String> MARKS = List.of(
            " what",
            " which",
            " who",
            " when",
            " where",
            " why",
            " how",
            " how many",
            " how much",
            " is ",
            " not ",
            "except",
            "true or false",
            "statement 1",
            " i ",
            " you ",
            " he ",
            " she ",
            " they ",
            "according",
            " passage",
            " following",
            " best ",
            " most ",
            " least ",
            " likely",
            " should",
            " would",
            " explain",
            " write",
            " translate",
            " summar",
            " list",
            " calculate",
            " solve",
            " prove",
            " if ",
            " then ",
            " because",
            " scenario",
            " morally",
            " patient",
            " year",
            " percent",
            "function",
            " return",
            "def ",
            "class ",
            "```",
            "answer:",
            "q: ",
            "json",
            "___",
            "http");

    private static final String MATH = "=+-*/^<>%$\\";
    private static final String CODE = "{}[]();_#&|";

    /// Bytes of text between which the logarithms of lengths are spread by hinges.
    private static final double[] HINGES = {64, 128, 256, 512, 1024, 2048};

    private static final int COUNTED = 16;

    /// How many numbers describe a prompt.
    static final int COUNT = COUNTED + HINGES.length + MARKS.size();

    private HandFeatures() {}

    /// Writes them into a row, from a place on.
    ///
    /// @param bytes of the whole prompt, also where the text is shortened
    static void write(String text, long bytes, float[] row, int from) {
        Counts counts = Counts.of(text);
        float characters = Math.max(1, text.length());
        int at = from;
        row[at++] = log((double) bytes);
        row[at++] = log(counts.words);
        row[at++] = log(counts.lines);
        row[at++] = log(counts.digits);
        row[at++] = log(counts.numbers);
        row[at++] = log(counts.questions);
        row[at++] = log(counts.sentences);
        row[at++] = log(counts.math);
        row[at++] = log(counts.code);
        row[at++] = log(counts.choices);
        row[at++] = counts.digits / characters;
        row[at++] = counts.capitals / characters;
        row[at++] = counts.math / characters;
        row[at++] = counts.code / characters;
        row[at++] = counts.foreign / characters;
        row[at++] = counts.letters / (float) Math.max(1, counts.words);
        for (double hinge : HINGES) {
            row[at++] = (float) Math.max(0, Math.log1p((double) bytes) - Math.log(hinge));
        }
        String lower = " " + text.toLowerCase(Locale.ROOT);
        for (String mark : MARKS) {
            row[at++] = lower.contains(mark) ? 1 : 0;
        }
    }

    private static float log(double count) {
        return (float) Math.log1p(count);
    }

    /// What one pass over the text counts.
    private static final class Counts {
        int words;
        int lines = 1;
        int digits;
        int numbers;
        int questions;
        int sentences;
        int math;
        int code;
        int choices;
        int capitals;
        int letters;
        int foreign;

        static Counts of(String text) {
            Counts counts = new Counts();
            char before = '\n';
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                counts.count(c, before);
                boolean closes = c == '.' || c == ')';
                if (closes && before >= 'A' && before <= 'J' && (i < 2 || text.charAt(i - 2) < 'A')) {
                    counts.choices++;
                }
                before = c;
            }
            return counts;
        }

        private void count(char c, char before) {
            if (c >= 0x80) {
                foreign++;
            }
            if (Character.isLetter(c)) {
                letters++;
                words += Character.isLetter(before) ? 0 : 1;
                capitals += Character.isUpperCase(c) ? 1 : 0;
            } else if (c >= '0' && c <= '9') {
                digits++;
                numbers += before >= '0' && before <= '9' ? 0 : 1;
            } else if (c == '\n') {
                lines++;
            } else if (c == '?') {
                questions++;
            } else if (c == '.' || c == '!') {
                sentences++;
            } else if (MATH.indexOf(c) >= 0) {
                math++;
            } else if (CODE.indexOf(c) >= 0) {
                code++;
            }
        }
    }
}
