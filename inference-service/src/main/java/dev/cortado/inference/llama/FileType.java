package dev.cortado.inference.llama;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The precisions that a model's file can be stored in, by the library's names (`llama_ftype` in `llama.h`): each a mix
/// of tensor types. Those that need an importance matrix are left out, since we have none.
public enum FileType {
    F16(1),
    BF16(32),
    Q8_0(7),
    Q6_K(18),
    Q5_K_M(17),
    Q5_K_S(16),
    Q5_1(9),
    Q5_0(8),
    Q4_K_M(15),
    Q4_K_S(14),
    Q4_1(3),
    Q4_0(2),
    IQ4_NL(25),
    IQ4_XS(30),
    Q3_K_L(13),
    Q3_K_M(12),
    Q3_K_S(11),
    Q2_K(10);

    private final int code;

    FileType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    public static Optional<FileType> ofName(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /// Every name, for messages.
    public static String names() {
        return Arrays.stream(values()).map(FileType::name).collect(Collectors.joining(", "));
    }
}
