package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.info.GraphLayout;

/** How much memory an empty structure takes, including all objects that only it refers to. */
class FootprintTest {

    @BeforeAll
    static void withoutAttaching() {
        System.setProperty("jol.skipDynamicAttach", "true");
    }

    static Stream<Arguments> structures() {
        return Stream.of(
                Arguments.of(Named.of("padded ring of 16", MpmcRing.padded(16)), 700),
                Arguments.of(Named.of("compact ring of 16", MpmcRing.compact(16)), 250),
                Arguments.of(Named.of("injector", new Injector<>()), 600),
                Arguments.of(Named.of("lifo deque", WorkDeque.lifo()), 700),
                Arguments.of(Named.of("fifo deque", WorkDeque.fifo()), 700));
    }

    @ParameterizedTest
    @MethodSource("structures")
    void emptyStructureIsSmall(Object structure, int max) {
        long bytes = GraphLayout.parseInstance(structure).totalSize();
        System.out.printf("%s: %d bytes%n", structure.getClass().getSimpleName(), bytes);
        assertTrue(bytes <= max, () -> "expected at most " + max + " bytes, found " + bytes);
    }

    /** A slot takes 8 bytes: a sequence of 4 bytes, and a compressed reference. */
    @Test
    void largeRingTakesEightBytesPerSlot() {
        int capacity = 10_000;
        long padding = GraphLayout.parseInstance(MpmcRing.padded(1)).totalSize();
        long bytes = GraphLayout.parseInstance(MpmcRing.padded(capacity)).totalSize() - padding;
        assertEquals(8.0 * capacity, bytes, 16);
    }
}
