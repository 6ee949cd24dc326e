package dev.filch.stress.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers for objects, the same in all executions. The number of an object made by a thread of the program follows from
 * the thread and the number of objects the thread had made before. A constant that outlives executions gets its number
 * once.
 */
final class Identities {

    private static final AtomicLong CONSTANTS = new AtomicLong();
    private static final Map<Class<?>, Map<Object, Long>> CONSTANT_NUMBERS =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final IdentityHashMap<Object, Long> made = new IdentityHashMap<>();
    private final Map<Integer, Integer> counts = new HashMap<>();

    void register(int thread, Object object) {
        made.computeIfAbsent(
                object, ignored -> StateHash.mix(((long) thread << 32) + counts.merge(thread, 1, Integer::sum)));
    }

    long of(Object value) {
        if (value == null) {
            return 0;
        }
        if (Arithmetic.isPrimitive(value)) {
            return StateHash.mix(bits(value) ^ (long) value.getClass().getName().hashCode() << 32);
        }
        if (value instanceof String text) {
            return text.chars().asLongStream().reduce(text.length(), (hash, letter) -> StateHash.mix(hash + letter));
        }
        Long number = made.get(value);
        return number != null ? number : constant(value);
    }

    /** All bits of a value. A hash code would not do: those of 0L and -1L are equal. */
    private static long bits(Object primitive) {
        if (primitive instanceof Double number) {
            return Double.doubleToLongBits(number);
        }
        return primitive instanceof Long number ? number : primitive.hashCode();
    }

    private static long constant(Object value) {
        Map<Object, Long> numbers = CONSTANT_NUMBERS.computeIfAbsent(
                value.getClass(), type -> Collections.synchronizedMap(new IdentityHashMap<>()));
        return numbers.computeIfAbsent(value, ignored -> StateHash.mix(-CONSTANTS.incrementAndGet()));
    }
}
