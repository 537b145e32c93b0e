package dev.cortado.evaluation.check;

import java.util.List;
import java.util.Locale;

/// One rule that a text may keep or break.
public sealed interface Rule {

    boolean kept(String text);

    /// One of the wordings occurs, as whole words.
    record Mentions(List<String> wordings) implements Rule {
        public Mentions {
            wordings = List.copyOf(wordings);
        }

        @Override
        public boolean kept(String text) {
            String plain = Texts.plain(text);
            return wordings.stream().anyMatch(words -> Texts.hasWords(plain, words));
        }
    }

    /// None of the wordings occurs, as whole words or, where it has no letter, anywhere.
    record Avoids(List<String> wordings) implements Rule {
        public Avoids {
            wordings = List.copyOf(wordings);
        }

        @Override
        public boolean kept(String text) {
            String plain = Texts.plain(text);
            return !text.isBlank() && wordings.stream().noneMatch(words -> Texts.hasWords(plain, words));
        }
    }

    /// So many words.
    record WordCount(int min, int max) implements Rule {
        @Override
        public boolean kept(String text) {
            int words = Texts.words(text).size();
            return words >= min && words <= max;
        }
    }

    /// So many sentences: pieces that end in a stop, a question or an exclamation mark.
    record SentenceCount(int min, int max) implements Rule {
        private static final java.util.regex.Pattern ENDS = java.util.regex.Pattern.compile("[.!?]+(?=\\s|$|[\"”])");

        @Override
        public boolean kept(String text) {
            String said = text.strip();
            if (said.isEmpty()) {
                return min == 0;
            }
            long ends = ENDS.matcher(said).results().count();
            boolean open = !said.matches("(?s).*[.!?]+[\"”*]*$");
            long sentences = ends + (open ? 1 : 0);
            return sentences >= min && sentences <= max;
        }
    }

    /// Its first word or words.
    record BeginsWith(List<String> wordings) implements Rule {
        public BeginsWith {
            wordings = List.copyOf(wordings);
        }

        @Override
        public boolean kept(String text) {
            String plain = Texts.plain(Texts.bare(text, false));
            return wordings.stream().map(Texts::plain).anyMatch(plain::startsWith);
        }
    }

    /// Its last characters, apart from quotes.
    record EndsWith(List<String> endings) implements Rule {
        public EndsWith {
            endings = List.copyOf(endings);
        }

        @Override
        public boolean kept(String text) {
            String plain = Texts.plain(Texts.bare(text, false));
            return endings.stream().map(Texts::plain).anyMatch(plain::endsWith);
        }
    }

    /// So many characters, spaces between words included.
    record CharacterCount(int min, int max) implements Rule {
        @Override
        public boolean kept(String text) {
            int characters = text.strip().length();
            return characters > 0 && characters >= min && characters <= max;
        }
    }

    /// No pictures: arrows, symbols and emoji.
    record NoPictures() implements Rule {
        private static final int FIRST_ARROW = 0x2190;

        @Override
        public boolean kept(String text) {
            return !text.isBlank() && text.codePoints().allMatch(each -> each < FIRST_ARROW);
        }
    }

    /// Several that count as one: kept if each is.
    record All(List<Rule> rules) implements Rule {
        public All {
            rules = List.copyOf(rules);
        }

        @Override
        public boolean kept(String text) {
            return rules.stream().allMatch(rule -> rule.kept(text));
        }
    }

    /// No letter in upper case, or none in lower case.
    record OneCase(boolean upper) implements Rule {
        @Override
        public boolean kept(String text) {
            String cased = upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
            return !text.isBlank() && cased.equals(text);
        }
    }
}
