package dev.cortado.router.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the reference made of these texts: MiniLM's `tokenizer.json` read by Hugging Face's tokenizers, as
/// `deploy/token-vectors` runs it.
class WordPieceTest {

    private static final WordPiece PIECES = new WordPiece(TokenVectors.shipped().vocabulary());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Find the degree of Q(sqrt(2), sqrt(3)) over Q. | 2424 1996 3014 1997 1053 1006 5490 5339 1006 1016 1007 1010 5490 5339 1006 1017 1007 1007 2058 1053 1012
            Café naïve ÅNGSTRÖM İstanbul ﬁne              | 7668 15743 17076 15687 9960 1984 2638
            你好world 東京タワー                            | 100 100 2088 1879 1755 1709 30262 30265
            émigré’s “quoted” — dash… №5 ½                | 12495 17603 1521 1055 1523 9339 1524 1517 11454 1529 1578 2629 1092
            😀 emoji 👩‍👩‍👧 flags 🇩🇪                  | 100 7861 29147 2072 100 9245 100
            qwrtzpsdfghjklxcvbnm unaffable                | 1053 13088 5753 4523 20952 5603 15992 2140 2595 2278 26493 2078 2213 14477 20961 3468
            https://example.org/a_b?c=d&e=%20             | 16770 1024 1013 1013 2742 1012 8917 1013 1037 1035 1038 1029 1039 1027 1040 1004 1041 1027 1003 2322
            Ελληνικά РУССКИЙ हिन्दी العربية                | 1159 29727 29727 24824 16177 18199 29726 14608 1195 29748 29747 29747 23925 15414 1339 29877 29863 29861 29878 1270 23673 29830 17149 29816 14498 19433
            def f(x): return x**2 # ok                    | 13366 1042 1006 1060 1007 1024 2709 1060 1008 1008 1016 1001 7929
            """)
    void ids_areTheReferences(String text, String ids) {
        assertIds(text, ids);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a\\tb\\r\\nc\\u00a0d\\u200be     | 1037 1038 1039 2139
            \\u0000bad\\ufffd control\\u0007 | 2919 2491
            """)
    void spacesAndControls_areTheReferences(String escaped, String ids) {
        assertIds(unescaped(escaped), ids);
    }

    @org.junit.jupiter.api.Test
    void aWordOfMoreThanAHundredCharacters_isUnknown() {
        assertIds("x" + "y".repeat(120) + " z", "100 1062");
        assertIds("", "");
    }

    private static void assertIds(String text, String ids) {
        int[] expected = ids.isEmpty()
                ? new int[0]
                : java.util.Arrays.stream(ids.split(" ", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
        assertArrayEquals(expected, PIECES.ids(text), text);
    }

    private static String unescaped(String text) {
        String plain = text.replace("\\t", "\t").replace("\\r", "\r").replace("\\n", "\n");
        return java.util.regex.Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(plain)
                .replaceAll(match -> String.valueOf((char) Integer.parseInt(match.group(1), 16)));
    }
}
