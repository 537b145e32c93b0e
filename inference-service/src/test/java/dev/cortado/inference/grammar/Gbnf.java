package dev.cortado.inference.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Matches whole texts against a grammar in GBNF, as far as this service writes it: literals, character classes,
/// groups, alternatives, `? * + {m} {m,} {m,n}` and references, none of them left-recursive.
public final class Gbnf {

    private final Map<String, Node> rules = new HashMap<>();

    /// Where matches that begin at a position may end.
    private interface Node {
        BitSet ends(int[] text, int at);
    }

    public Gbnf(String grammar) {
        for (String line : grammar.lines().toList()) {
            int is = line.indexOf(" ::= ");
            Parser parser = new Parser(line.substring(is + 5));
            rules.put(line.substring(0, is), parser.alternatives());
            if (parser.at < parser.source.length) {
                throw new IllegalArgumentException("left over in: " + line.substring(is + 5 + parser.at));
            }
        }
    }

    public boolean matches(String text) {
        int[] points = text.codePoints().toArray();
        return rule("root").ends(points, 0).get(points.length);
    }

    private Node rule(String name) {
        Node rule = rules.get(name);
        if (rule == null) {
            throw new IllegalArgumentException("no rule " + name);
        }
        return rule;
    }

    private final class Parser {

        private final int[] source;
        private int at;

        Parser(String source) {
            this.source = source.codePoints().toArray();
        }

        Node alternatives() {
            List<Node> all = new ArrayList<>(List.of(sequence()));
            while (peek() == '|') {
                at++;
                all.add(sequence());
            }
            return (text, from) -> {
                BitSet ends = new BitSet();
                all.forEach(one -> ends.or(one.ends(text, from)));
                return ends;
            };
        }

        private Node sequence() {
            Node all = (text, from) -> only(from);
            blanks();
            while (peek() != '|' && peek() != ')' && peek() != 0) {
                Node first = all;
                Node next = repeated(item());
                all = (text, from) -> then(first.ends(text, from), next, text);
                blanks();
            }
            return all;
        }

        private Node item() {
            int c = source[at++];
            return switch (c) {
                case '"' -> literal();
                case '[' -> characters();
                case '(' -> {
                    Node inner = alternatives();
                    at++;
                    yield inner;
                }
                default -> {
                    StringBuilder name = new StringBuilder().appendCodePoint(c);
                    while (Character.isLetterOrDigit(peek()) || peek() == '-') {
                        name.appendCodePoint(source[at++]);
                    }
                    yield (text, from) -> rule(name.toString()).ends(text, from);
                }
            };
        }

        private Node literal() {
            List<Integer> points = new ArrayList<>();
            while (peek() != '"') {
                points.add(character());
            }
            at++;
            return (text, from) -> {
                for (int i = 0; i < points.size(); i++) {
                    if (from + i >= text.length || text[from + i] != points.get(i)) {
                        return new BitSet();
                    }
                }
                return only(from + points.size());
            };
        }

        private Node characters() {
            boolean not = peek() == '^';
            at += not ? 1 : 0;
            List<int[]> ranges = new ArrayList<>();
            while (peek() != ']') {
                int low = character();
                int high = low;
                if (peek() == '-' && source[at + 1] != ']') {
                    at++;
                    high = character();
                }
                ranges.add(new int[] {low, high});
            }
            at++;
            return (text, from) -> {
                boolean within = from < text.length
                        && ranges.stream().anyMatch(range -> range[0] <= text[from] && text[from] <= range[1]);
                return from < text.length && within != not ? only(from + 1) : new BitSet();
            };
        }

        private int character() {
            int c = source[at++];
            if (c != '\\') {
                return c;
            }
            int escaped = source[at++];
            return switch (escaped) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'x' -> Integer.parseInt(new String(source, (at += 2) - 2, 2), 16);
                default -> escaped;
            };
        }

        private Node repeated(Node item) {
            Node all = item;
            while (peek() == '?' || peek() == '*' || peek() == '+' || peek() == '{') {
                int c = source[at++];
                int min = c == '+' ? 1 : 0;
                int max = c == '?' ? 1 : Integer.MAX_VALUE;
                if (c == '{') {
                    min = number();
                    max = min;
                    if (peek() == ',') {
                        at++;
                        max = peek() == '}' ? Integer.MAX_VALUE : number();
                    }
                    at++;
                }
                all = times(all, min, max);
            }
            return all;
        }

        private int number() {
            int value = 0;
            while (Character.isDigit(peek())) {
                value = 10 * value + source[at++] - '0';
            }
            return value;
        }

        private void blanks() {
            while (peek() == ' ') {
                at++;
            }
        }

        private int peek() {
            return at < source.length ? source[at] : 0;
        }
    }

    private static Node times(Node item, int min, int max) {
        return (text, from) -> {
            BitSet ends = new BitSet();
            BitSet reached = only(from);
            for (int count = 0; !reached.isEmpty() && count <= max; count++) {
                if (count >= min) {
                    BitSet before = (BitSet) ends.clone();
                    ends.or(reached);
                    if (count > min && ends.equals(before)) {
                        break;
                    }
                }
                reached = count < max ? then(reached, item, text) : new BitSet();
            }
            return ends;
        };
    }

    private static BitSet then(BitSet from, Node next, int[] text) {
        BitSet ends = new BitSet();
        from.stream().forEach(at -> ends.or(next.ends(text, at)));
        return ends;
    }

    private static BitSet only(int at) {
        BitSet one = new BitSet();
        one.set(at);
        return one;
    }
}
