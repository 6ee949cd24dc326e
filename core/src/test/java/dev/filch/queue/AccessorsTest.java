package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessorsTest {

    /** If the parser found nothing, all checks that use it would pass. */
    @Test
    void findsAccessorsWithTheirModesAndOperationsOutsideOfThem() {
        String example = """
                final class Example {
                    private long tail = 3;

                    private long headAcquire() {
                        return (long) HEAD.getAcquire(this); // not HEAD.getOpaque(
                    }

                    private boolean casHead(long expected, long next) {
                        return HEAD.weakCompareAndSetPlain(this, expected, next);
                    }

                    private long tailPlain() {
                        return tail;
                    }

                    void use() {
                        while (!casHead(headAcquire(), 1)) {
                            TAIL.setVolatile(this, 1L);
                        }
                    }
                }
                """;
        assertEquals(
                Map.of("headAcquire", "acquire", "casHead", "plain", "tailPlain", "plain"),
                Accessors.declaredIn(example));
        assertEquals("volatile", Accessors.modeInName("casHead"));
        assertEquals("release", Accessors.modeInName("casHeadRelease"));
        assertTrue(Accessors.calls(example, "headAcquire"));
        assertFalse(Accessors.calls(example, "tailPlain"));
        assertEquals(List.of("TAIL.setVolatile("), Accessors.operationsOutsideAccessors(example));
    }
}
