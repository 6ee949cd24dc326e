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

/** False sharing: what producers, consumers, owners and thieves write lies on cache lines of its own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LayoutTest {

    /** Pads have 128 bytes; a small field of a subclass may slip up to eight of them into one. */
    private static final long LEAST_DISTANCE = 120;

    private static final Set<String> OWNERS_WORDS =
            Set.of("bottom", "cachedTop", "cleared", "pushesToMaintenance", "maintenancesToRenewal", "maxSize",
                    "popIsBroken", "brokenPop");

    /** The checks, for a JVM of their own: its flags decide how objects are laid out. */
    public static void main(String[] arguments) {
        assertAlone(PaddedRing.PaddedMpmcRing.class, Set.of("tail", "lastTailBackoff"));
        assertAlone(PaddedRing.PaddedMpmcRing.class, Set.of("head", "lastHeadBackoff"));
        assertAlone(Injector.class, Set.of("tail"));
        assertAlone(Injector.class, Set.of("head"));
        assertAlone(WorkDeque.class, Set.of("top"));
        assertAlone(WorkDeque.class, OWNERS_WORDS);
        System.out.println("laid out well");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseCompressedOops", "-XX:-UseCompressedOops", "-XX:+UseCompactObjectHeaders"})
    void hotFieldsAreAlone(String flag) throws Exception {
        assumeTrue(!flag.contains("CompactObjectHeaders") || Runtime.version().feature() >= 25);
        String output = ChildJvm.run(
                LayoutTest.class, List.of(flag, "-Djol.skipDynamicAttach=true"));
        assertTrue(output.contains("laid out well"), output);
    }

    /** A group of fields keeps its distance from the object's ends and from all fields that are neither it nor pads. */
    private static void assertAlone(Class<?> type, Set<String> group) {
        List<FieldLayout> fields = StreamSupport.stream(ClassLayout.parseClass(type).fields().spliterator(), false)
                .filter(field -> !isPad(field))
                .collect(Collectors.toList());
        List<FieldLayout> hot = fields.stream().filter(field -> group.contains(field.name())).toList();
        Set<String> found = hot.stream().map(FieldLayout::name).collect(Collectors.toCollection(TreeSet::new));
        require(found.equals(new TreeSet<>(group)), type, group + " expected, found " + found);
        require(fields.size() > hot.size(), type, "there must be others to keep away from");

        long start = hot.stream().mapToLong(FieldLayout::offset).min().orElseThrow();
        long end = hot.stream().mapToLong(LayoutTest::end).max().orElseThrow();
        require(start >= LEAST_DISTANCE, type, group + " at " + start + " is too near to what lies before the object");
        long size = ClassLayout.parseClass(type).instanceSize();
        require(size - end >= LEAST_DISTANCE, type, group + " up to " + end + " is too near to the end at " + size);
        for (FieldLayout other : fields) {
            if (!hot.contains(other)) {
                require(
                        end(other) + LEAST_DISTANCE <= start || other.offset() - end >= LEAST_DISTANCE,
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
