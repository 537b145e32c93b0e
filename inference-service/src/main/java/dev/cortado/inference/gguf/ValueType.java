package dev.cortado.inference.gguf;

/// Types of metadata values, as the format numbers them.
final class ValueType {

    static final int UINT8 = 0;
    static final int INT8 = 1;
    static final int UINT16 = 2;
    static final int INT16 = 3;
    static final int UINT32 = 4;
    static final int INT32 = 5;
    static final int FLOAT = 6;
    static final int TRUTH = 7;
    static final int TEXT = 8;
    static final int LIST = 9;
    static final int UINT64 = 10;
    static final int INT64 = 11;
    static final int DOUBLE = 12;

    private ValueType() {}

    static boolean isWhole(int type) {
        return switch (type) {
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
            default -> false;
        };
    }

    /// Bytes of one value of fixed size.
    static long bytes(int type) {
        return switch (type) {
            case UINT8, INT8, TRUTH -> Byte.BYTES;
            case UINT16, INT16 -> Short.BYTES;
            case UINT32, INT32, FLOAT -> Integer.BYTES;
            case UINT64, INT64, DOUBLE -> Long.BYTES;
            default -> throw new GgufInput.Corrupt("a list holds values of the unknown type " + type);
        };
    }
}
