package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/** No false sharing: fields of producers, consumers, owners, thieves and waiters are on separate cache lines. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LayoutTest {

    /** Padding has 128 bytes. The JVM may place small fields of a subclass in up to eight of them. */
    private static final long MIN_DISTANCE = 120;

    private static final Set<String> OWNER_FIELDS =
            Set.of("bottom", "cachedTop", "cleared", "pushesToMaintenance", "maintenancesToRenewal", "maxSize",
                    "popIsBroken", "brokenPop");

    /** Makes the checks in a JVM whose flags determine the layout of objects. */
    public static void main(String[] arguments) throws ClassNotFoundException {
        assertIsolated(PaddedRing.PaddedMpmcRing.class, Set.of("tail", "lastTailBackoff"));
        assertIsolated(PaddedRing.PaddedMpmcRing.class, Set.of("head", "lastHeadBackoff"));
        assertIsolated(Injector.class, Set.of("tail"));
        assertIsolated(Injector.class, Set.of("head"));
        assertIsolated(WorkDeque.class, Set.of("top"));
        assertIsolated(WorkDeque.class, OWNER_FIELDS);
        for (String line : List.of("BufferedChannel$1", "RingChannel$1")) {
            // Senders and receivers read the word with every element; all of these change only when a thread waits.
            assertIsolated(Class.forName("dev.filch.channel." + line), Set.of("word", "head", "tail", "delayed"));
        }
        System.out.println("laid out well");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseCompressedOops", "-XX:-UseCompressedOops", "-XX:+UseCompactObjectHeaders"})
    void hotFieldsAreIsolated(String flag) throws Exception {
        assumeTrue(!flag.contains("CompactObjectHeaders") || Runtime.version().feature() >= 25);
        String output = ChildJvm.run(
                LayoutTest.class, List.of(flag, "-Djol.skipDynamicAttach=true"));
        assertTrue(output.contains("laid out well"), output);
    }

    /** Asserts that a group of fields is far from the object's ends, and from all other fields except padding. */
    private static void assertIsolated(Class<?> type, Set<String> group) {
        List<FieldLayout> fields = StreamSupport.stream(ClassLayout.parseClass(type).fields().spliterator(), false)
                .filter(field -> !isPad(field))
                .collect(Collectors.toList());
        List<FieldLayout> hot = fields.stream().filter(field -> group.contains(field.name())).toList();
        Set<String> found = hot.stream().map(FieldLayout::name).collect(Collectors.toCollection(TreeSet::new));
        require(found.equals(new TreeSet<>(group)), type, "expected " + group + ", found " + found);
        require(fields.size() > hot.size(), type, "expected other fields beside " + group);

        long start = hot.stream().mapToLong(FieldLayout::offset).min().orElseThrow();
        long end = hot.stream().mapToLong(LayoutTest::end).max().orElseThrow();
        require(start >= MIN_DISTANCE, type, group + " at " + start + " is too near to the start");
        long size = ClassLayout.parseClass(type).instanceSize();
        require(size - end >= MIN_DISTANCE, type, group + " up to " + end + " is too near to the end at " + size);
        for (FieldLayout other : fields) {
            if (!hot.contains(other)) {
                require(
                        end(other) + MIN_DISTANCE <= start || other.offset() - end >= MIN_DISTANCE,
                        type,
                        group + " at " + start + ".." + end + " is too near to " + other);
            }
        }
    }

    private static boolean isPad(FieldLayout field) {
        return field.typeClass().equals("byte") && field.name().matches("p[0-9a-f][0-7]");
    }

    private static long end(FieldLayout field) {
        return field.offset() + field.size();
    }

    private static void require(boolean condition, Class<?> type, String message) {
        if (!condition) {
            String layout = ClassLayout.parseClass(type).toPrintable();
            throw new AssertionError(type.getSimpleName() + ": " + message + "\n" + layout);
        }
    }
}
