package dev.filch.stress.cores.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import dev.filch.queue.WorkDeque;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.info.ClassLayout;

/** Simulated objects have the layout of a JVM with default settings. */
class LayoutsTest {

    static Stream<Object> objects() {
        return Stream.of(MpmcRing.padded(4), MpmcRing.compact(4), new Injector<>(), WorkDeque.fifo(), WorkDeque.lifo());
    }

    @ParameterizedTest
    @MethodSource("objects")
    void offsetsAreThoseOfTheRunningJvm(Object object) {
        boolean otherHeaders = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(flag -> flag.contains("Compressed") || flag.contains("CompactObjectHeaders"));
        assumeTrue(!otherHeaders, "a flag changes the object layout of this JVM");
        ClassLayout real = ClassLayout.parseClass(object.getClass());
        assertEquals(real.instanceSize(), Layouts.size(object.getClass()));
        real.fields().forEach(field -> assertEquals(
                field.offset(), Layouts.offset(field.hostClass(), field.name(), object.getClass()),
                field.hostClass() + "." + field.name()));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void aRewrittenClassKeepsItsLayout(Object object) throws ClassNotFoundException {
        String name = object.getClass().getName();
        Class<?> rewritten = SimulatedCode.loader(tested -> tested.startsWith("dev.filch.queue.")
                || tested.startsWith("dev.filch.internal.")).loadClass(name);
        assertNotEquals(object.getClass(), rewritten);
        assertEquals(Layouts.size(object.getClass()), Layouts.size(rewritten));
        ClassLayout.parseClass(object.getClass()).fields().forEach(field -> assertEquals(
                Layouts.offset(field.hostClass(), field.name(), object.getClass()),
                Layouts.offset(field.hostClass(), field.name(), rewritten),
                field.hostClass() + "." + field.name()));
    }

    @Test
    void anArrayHasItsLengthBeforeItsElements() {
        assertEquals(16, Layouts.ARRAY_BASE);
        assertEquals(12, Layouts.ARRAY_LENGTH);
        assertEquals(4, Layouts.arrayScale(Object[].class));
        assertEquals(4, Layouts.arrayScale(int[].class));
        assertEquals(1, Layouts.arrayScale(boolean[].class));
        assertEquals(4, Layouts.arrayScale(long[][].class));
    }
}
