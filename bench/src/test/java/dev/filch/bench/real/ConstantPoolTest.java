package dev.filch.bench.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConstantPoolTest {

    /** Refers to: its superclass, an interface, an array's element class, itself; and to arrays of a primitive type. */
    static class Known implements Runnable {
        static final long LONG = 0x1234_5678_9ABCL;
        static final double DOUBLE = 2.5;

        Object made = new BitSet[0][0];
        Object primitive = new int[0][0];

        @Override
        public void run() {
            made = new Known();
            primitive = primitive instanceof long[] ? LONG : (Object) DOUBLE;
        }
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getName().replaceFirst(".*\\.", "") + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void findsTheClassesReferredTo() throws IOException {
        assertEquals(
                new TreeSet<>(Set.of(
                        "dev.filch.bench.real.ConstantPoolTest",
                        "java.lang.Double",
                        "java.lang.Long",
                        "java.lang.Object",
                        "java.lang.Runnable",
                        "java.util.BitSet")),
                new TreeSet<>(ConstantPool.classesReferredTo(bytes(Known.class))));
    }

    @Test
    void theRootOfAllClassesRefersToOthersToo() throws IOException {
        Set<String> names = ConstantPool.classesReferredTo(bytes(Object.class));

        assertTrue(
                names.contains("java.lang.StringBuilder") || names.contains("java.lang.InterruptedException"),
                names::toString);
        assertTrue(!names.contains("java.lang.Object"), names::toString);
    }

    @Test
    void rejectsWhatIsNoClassFile() {
        assertThrows(IOException.class, () -> ConstantPool.classesReferredTo("no class file".getBytes()));
        assertThrows(IOException.class, () -> ConstantPool.classesReferredTo(new byte[0]));
    }

    @Test
    void rejectsAnUnknownTag() throws IOException {
        byte[] bytes = bytes(Known.class);
        bytes[10] = 99; // the tag of the first entry

        assertThrows(IOException.class, () -> ConstantPool.classesReferredTo(bytes));
    }

    @Test
    void rejectsHalfAClassFile() throws IOException {
        byte[] bytes = bytes(Known.class);

        assertThrows(IOException.class, () -> ConstantPool.classesReferredTo(Arrays.copyOf(bytes, bytes.length / 4)));
    }
}
