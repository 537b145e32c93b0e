package dev.cortado.router.features;

import java.util.Arrays;

/// The words of a text and each pair of neighbours, hashed into buckets (Weinberger et al., "Feature Hashing for Large
/// Scale Multitask Learning", ICML 2009), so that no vocabulary is kept. A word is a run of letters and digits, in
/// lower
/// case.
final class WordHash {

    /// A power of two; folding words into an eighth of this costs .01 of APGR.
    static final int BUCKETS = 1 << 18;

    private static final int FNV_PRIME = 0x01000193;
    private static final int FNV_BASIS = 0x811c9dc5;

    private WordHash() {}

    /// The buckets of a text's words and pairs, each once, in rising order.
    static int[] buckets(String text) {
        int[] found = new int[Math.max(16, text.length())];
        int size = 0;
        int before = 0;
        int at = 0;
        while (at < text.length()) {
            if (!Character.isLetterOrDigit(text.charAt(at))) {
                at++;
                continue;
            }
            int hash = FNV_BASIS;
            while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
                hash = (hash ^ Character.toLowerCase(text.charAt(at))) * FNV_PRIME;
                at++;
            }
            if (before != 0) {
                found[size++] = bucket(before * 31 + hash);
            }
            found[size++] = bucket(hash);
            before = hash;
        }
        Arrays.sort(found, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || found[i] != found[i - 1]) {
                found[distinct++] = found[i];
            }
        }
        return Arrays.copyOf(found, distinct);
    }

    /// Mixes all bits into the low ones (the finaliser of MurmurHash3).
    private static int bucket(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return (mixed ^ (mixed >>> 16)) & (BUCKETS - 1);
    }
}
