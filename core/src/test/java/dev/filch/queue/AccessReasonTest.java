package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The comment of each accessor begins with its memory mode and gives the reason for that mode. */
class AccessReasonTest {

    private static final String SCHEDULER = "internal/scheduler/.*";
    private static final String QUEUES = "queue/.*";
    private static final String RING = "queue/.*Ring.*";
    private static final String DEQUE = "queue/(.*Deque.*|Stealer)";
    private static final String INJECTOR = "queue/Injector.*";

    private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path SCENARIOS = MODULE.resolveSibling("stress").resolve("src/test/java/dev/filch");

    /** A mode, a colon and a reason. */
    private static final Pattern REASON = Pattern.compile("(Plain|Opaque|Acquire|Release|Volatile): \\S.*");

    private static final Pattern SCENARIO = Pattern.compile("(\\w+Scenario):\\S");
    private static final Pattern RACY = Pattern.compile("@Racy\\s[^(]*?(\\w+)\\(");

    /** The sources whose package and name match a pattern, by name. */
    private static Map<String, String> sources(String pattern) throws IOException {
        String directory = pattern.substring(0, pattern.lastIndexOf('/') + 1);
        Path path = MODULE.resolve("src/main/java/dev/filch").resolve(directory);
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if ((directory + name).matches(pattern)) {
                    sources.put(name, Files.readString(file));
                }
            }
        }
        assertFalse(sources.isEmpty(), () -> "no source matches " + pattern);
        return sources;
    }

    /**
     * Returns the violations in the accessors of a source.
     *
     * @param all sources, one of which may declare an accessor that this source overrides
     */
    private static List<String> faults(String source, Collection<String> all) {
        List<String> faults = new ArrayList<>();
        Accessors.declaredIn(source).forEach((accessor, mode) -> {
            if (!mode.equals(Accessors.modeInName(accessor))) {
                faults.add(accessor + " is " + mode);
            }
            String comment = commentOf(accessor, source, all);
            Matcher reason = REASON.matcher(comment);
            if (!reason.matches()) {
                faults.add(accessor + " has no reason: " + comment);
            } else if (!reason.group(1).equalsIgnoreCase(mode)) {
                faults.add(accessor + " is " + mode + ", but explained as " + reason.group(1));
            }
        });
        return faults;
    }

    /** The comment of an accessor, or of the abstract method that it overrides, in one line; empty if there is none. */
    private static String commentOf(String accessor, String source, Collection<String> all) {
        String comment = commentBefore("\\n *[\\w<>?\\[\\] ]+ " + accessor + "\\([^()]*\\) \\{", source);
        if (comment == null) {
            throw new AssertionError("no declaration of " + accessor);
        }
        return !comment.isEmpty() ? comment : all.stream()
                .map(each -> commentBefore("\\n *abstract [\\w<>?\\[\\] ]+ " + accessor + "\\([^()]*\\);", each))
                .filter(each -> each != null)
                .findFirst().orElse("");
    }

    /** The comment before a declaration, in one line; empty without a comment, null without a declaration. */
    private static String commentBefore(String declaration, String source) {
        Matcher found = Pattern.compile(declaration).matcher(source);
        if (!found.find()) {
            return null;
        }
        String before = source.substring(0, found.start()).stripTrailing()
                .replaceFirst("(\\s*@(Racy|Override|SuppressWarnings\\([^)]*\\)))+$", "");
        if (!before.endsWith("*/")) {
            return "";
        }
        String comment = before.substring(before.lastIndexOf("/**") + "/**".length(), before.length() - "*/".length());
        return comment.replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEDULER, QUEUES})
    void everyAccessorGivesTheReasonForItsMode(String pattern) throws IOException {
        Map<String, String> sources = sources(pattern);
        sources.forEach((file, source) -> assertEquals(List.of(), faults(source, sources.values()), file));
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEDULER, QUEUES})
    void sharedVariablesAreOnlyReachedThroughAccessors(String pattern) throws IOException {
        sources(pattern).forEach((file, source) ->
                assertEquals(List.of(), Accessors.operationsOutsideAccessors(source), file));
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEDULER, RING, DEQUE, INJECTOR})
    void everyAccessorIsUsed(String pattern) throws IOException {
        Map<String, String> sources = sources(pattern);
        sources.forEach((file, source) -> Accessors.declaredIn(source).keySet().forEach(accessor ->
                assertFalse(sources.values().stream().noneMatch(each -> Accessors.calls(each, accessor)),
                        () -> accessor + " of " + file + " is not called")));
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEDULER, QUEUES})
    void everyScenarioNamedByAReasonExists(String pattern) throws IOException {
        Set<String> existing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SCENARIOS)) {
            files.map(file -> file.getFileName().toString().replace(".java", "")).forEach(existing::add);
        }
        Set<String> named = new TreeSet<>();
        for (String source : sources(pattern).values()) {
            SCENARIO.matcher(source).results().map(scenario -> scenario.group(1)).forEach(named::add);
        }
        assertFalse(named.isEmpty(), "no reason names a scenario");
        named.removeAll(existing);
        assertEquals(Set.of(), named, "scenarios that do not exist");
    }

    /** Otherwise, {@link #everyAccessorIsUsed} would miss an accessor, or count a call in another structure. */
    @Test
    void everyAccessorOfAQueueBelongsToOneStructure() throws IOException {
        for (String name : sources(QUEUES).keySet()) {
            long structures = Stream.of(RING, DEQUE, INJECTOR).filter(("queue/" + name)::matches).count();
            boolean declares = !Accessors.declaredIn(sources(QUEUES).get(name)).isEmpty();
            assertTrue(structures == 1 || structures == 0 && !declares,
                    () -> name + " belongs to " + structures + " structures");
        }
    }

    /** Each further racy method needs a reason why it may race. */
    @Test
    void onlyTheClearingOfRingSlotsMayRace() throws IOException {
        Set<String> racy = new TreeSet<>();
        for (String source : sources(QUEUES).values()) {
            RACY.matcher(Accessors.withoutComments(source)).results()
                    .map((MatchResult method) -> method.group(1)).forEach(racy::add);
        }
        assertEquals(Set.of("clearElementPlain"), racy);
    }

    /** If the parser found nothing, all checks would pass. */
    @Test
    void faultsOfAnExampleAreFound() {
        String example = """
                final class Example {
                    /** Acquire: pairs with
                     * a release. */
                    private long headAcquire() {
                        return (long) HEAD.getAcquire(this);
                    }

                    /** Opaque: a reason. */
                    private void setHeadRelease(long head) {
                        HEAD.setRelease(this, head);
                    }

                    /** Volatile: another accessor's. */
                    private boolean casWord(long expected, long next) {
                        return word.casValue(expected, next);
                    }

                    private long tailOpaque() {
                        return (long) TAIL.getOpaque(this);
                    }

                    /** Volatile: the mode is not that of the name. */
                    private long tailAcquire() {
                        return (long) TAIL.getVolatile(this);
                    }

                    @Override
                    long topAcquire() {
                        return (long) TOP.getAcquire(this);
                    }

                    @Override
                    long bottomVolatile() {
                        return (long) BOTTOM.getVolatile(this);
                    }
                }
                """;
        String overridden = """
                abstract class Overridden {
                    /** Acquire: the reason of all that override it. */
                    abstract long topAcquire();

                    /** Acquire: a reason for another mode. */
                    abstract long bottomVolatile();
                }
                """;
        assertEquals(
                List.of(
                        "bottomVolatile is volatile, but explained as Acquire",
                        "setHeadRelease is release, but explained as Opaque",
                        "tailAcquire is volatile",
                        "tailOpaque has no reason: "),
                faults(example, List.of(example, overridden)));
    }
}
