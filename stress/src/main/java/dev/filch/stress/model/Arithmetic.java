package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;

/** The arithmetic of atomic updates on boxed values. References and numbers compare as in the JDK. */
final class Arithmetic {

    private Arithmetic() {
    }

    static boolean same(Object left, Object right) {
        return isPrimitive(left) && isPrimitive(right) ? left.equals(right) : left == right;
    }

    /**
     * Treats each box as a primitive value. If the program has references to boxes, equal boxes count as the same
     * object.
     */
    static boolean isPrimitive(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Boolean
                || value instanceof Character || value instanceof Short || value instanceof Byte
                || value instanceof Float || value instanceof Double;
    }

    static Object apply(Access.Kind kind, Object value, Object operand) {
        if (kind == Access.Kind.GET_AND_SET) {
            return operand;
        }
        if (value instanceof Boolean bit) {
            return combine(kind, bit ? 1 : 0, (Boolean) operand ? 1 : 0) != 0;
        }
        long result = combine(kind, ((Number) value).longValue(), ((Number) operand).longValue());
        if (value instanceof Integer) {
            return (int) result;
        }
        if (value instanceof Short) {
            return (short) result;
        }
        if (value instanceof Byte) {
            return (byte) result;
        }
        return result;
    }

    private static long combine(Access.Kind kind, long value, long operand) {
        return switch (kind) {
            case GET_AND_ADD -> value + operand;
            case GET_AND_OR -> value | operand;
            case GET_AND_AND -> value & operand;
            case GET_AND_XOR -> value ^ operand;
            default -> throw new IllegalArgumentException(kind + " is not arithmetic");
        };
    }
}
