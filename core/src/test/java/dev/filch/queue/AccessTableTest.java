package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of memory orders are checked, not believed. */
class AccessTableTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path SOURCES = MODULE.resolve("src/main/java/dev/filch/queue");
    private static final Path STRESS = MODULE.resolveSibling("stress");
    private static final List<Path> TESTS =
            List.of(MODULE.resolve("src/test/java"), STRESS.resolve("src/main/java"), STRESS.resolve("src/test/java"));

    /** An algorithm: the sources it consists of, the first of them with the table, and those that only declare. */
    record Algorithm(List<String> own, List<String> declaring) {

        String table() throws IOException {
            return read(own.get(0));
        }

        /** Its accessors that are used, with the modes they have. */
        Map<String, String> used() throws IOException {
            Map<String, String> used = new TreeMap<>();
            for (String type : Stream.concat(own.stream(), declaring.stream()).toList()) {
                for (Map.Entry<String, String> accessor : Accessors.declaredIn(read(type)).entrySet()) {
                    if (isUsed(accessor.getKey())) {
                        used.put(accessor.getKey(), accessor.getValue());
                    }
                }
            }
            return used;
        }

        private boolean isUsed(String accessor) throws IOException {
            for (String name : own) {
                if (Accessors.calls(read(name), accessor)) {
                    return true;
                }
            }
            return false;
        }
    }

    static Stream<Named<Algorithm>> algorithms() {
        return Stream.of(
                        new Algorithm(
                                List.of("Injector", "InjectorOffers", "InjectorEnds", "InjectorIterator", "Segment"),
                                List.of("PaddedEnds")))
                .map(algorithm -> Named.of(algorithm.own().get(0), algorithm));
    }

    private static String read(String type) throws IOException {
        return Files.readString(SOURCES.resolve(type + ".java"));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void everyAccessHasARowWithItsMode(Algorithm algorithm) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (AccessTable.Row row : AccessTable.rowsOf(algorithm.table())) {
            assertFalse(row.reason().isEmpty(), () -> "no reason is given for " + row.accessor());
            assertEquals(null, rows.put(row.accessor(), row.mode()), () -> "two rows for " + row.accessor());
        }
        assertEquals(lines(algorithm.used()), lines(rows), "left what the code does, right what the table says");
    }

    private static String lines(Map<String, String> modes) {
        return modes.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void everyRowNamesATestThatExists(Algorithm algorithm) throws IOException {
        Set<String> existing = testNames();
        Set<String> missing = new TreeSet<>();
        for (AccessTable.Row row : AccessTable.rowsOf(algorithm.table())) {
            assertFalse(row.test().isEmpty(), () -> "no test is named for " + row.accessor());
            if (!row.test().startsWith("(")) {
                Stream.of(row.test().split("\\s+"))
                        .filter(test -> !existing.contains(test.replaceFirst(":.*", "")))
                        .forEach(missing::add);
            }
        }
        assertEquals(Set.of(), missing, "tests that do not exist");
    }

    private static Set<String> testNames() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path directory : TESTS) {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.walk(directory)) {
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java"))
                            .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
                }
            }
        }
        return names;
    }

    @Test
    void accessorsAreNamedAfterTheirMode() throws IOException {
        for (String type : types()) {
            Accessors.declaredIn(read(type)).forEach((accessor, mode) ->
                    assertEquals(Accessors.modeInName(accessor), mode, () -> type + "." + accessor));
        }
    }

    @Test
    void sharedVariablesAreReachedThroughAccessorsOnly() throws IOException {
        for (String type : types()) {
            assertEquals(List.of(), Accessors.operationsOutsideAccessors(read(type)), type);
        }
    }

    @Test
    void everyAccessorIsUsedAndEveryDeclaringSourceIsChecked() throws IOException {
        Set<String> used = new TreeSet<>();
        Set<String> checked = new TreeSet<>();
        for (Named<Algorithm> algorithm : algorithms().toList()) {
            used.addAll(algorithm.getPayload().used().keySet());
            checked.addAll(algorithm.getPayload().own());
            checked.addAll(algorithm.getPayload().declaring());
        }
        for (String type : types()) {
            Set<String> declared = Accessors.declaredIn(read(type)).keySet();
            assertTrue(declared.isEmpty() || (type.contains("Ring") || type.contains("Deque")) || checked.contains(type),
                    () -> type + " belongs to no table");
            if ((type.contains("Ring") || type.contains("Deque"))) {
                continue;
            }
            Collection<String> unused = new ArrayList<>(declared);
            unused.removeAll(used);
            assertEquals(List.of(), unused, () -> type + " declares what nobody uses");
        }
    }

    private static List<String> types() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<String> types = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .sorted()
                    .toList();
            return types.isEmpty() ? fail("no sources in " + SOURCES) : types;
        }
    }

    /** Without this, a parser that finds nothing would let everything pass. */
    @Test
    void whatTheChecksSeeInAnExample() {
        String example = """
                /*
                 * Access        mode      why not weaker      test
                 * headAcquire   acquire   a reason that goes  SomeTest
                 *                         on in the next line OtherTest
                 * casHead       volatile  another reason      SomeTest
                 */
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

                    void initializeHead(long head) {
                        HEAD.set(this, head);
                    }

                    void use() {
                        while (!casHead(headAcquire(), 1)) {
                            TAIL.setVolatile(this, 1L);
                        }
                    }
                }
                """;
        assertEquals(
                List.of(
                        new AccessTable.Row(
                                "headAcquire",
                                "acquire",
                                "a reason that goes on in the next line",
                                "SomeTest OtherTest"),
                        new AccessTable.Row("casHead", "volatile", "another reason", "SomeTest")),
                AccessTable.rowsOf(example));
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
