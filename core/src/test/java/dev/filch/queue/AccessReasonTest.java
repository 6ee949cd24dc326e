package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In the scheduler, the reason for each memory mode stands at the accessor: its comment begins with the mode. */
class AccessReasonTest {

    private static final Path SOURCES = Path.of(System.getProperty("basedir", "")).toAbsolutePath()
            .resolve("src/main/java/dev/filch/internal/scheduler");

    /** A mode, a colon and a reason. */
    private static final Pattern REASON = Pattern.compile("(Plain|Opaque|Acquire|Release|Volatile): \\S.*");

    /** Each source by its file's name. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertFalse(sources.isEmpty(), () -> "no sources in " + SOURCES);
        return sources;
    }

    /** What is wrong with the accessors of a source. */
    private static List<String> faults(String source) {
        List<String> faults = new ArrayList<>();
        Accessors.declaredIn(source).forEach((accessor, mode) -> {
            if (!mode.equals(Accessors.modeInName(accessor))) {
                faults.add(accessor + " is " + mode);
            }
            String comment = commentOf(accessor, source);
            Matcher reason = REASON.matcher(comment);
            if (!reason.matches()) {
                faults.add(accessor + " has no reason: " + comment);
            } else if (!reason.group(1).equalsIgnoreCase(mode)) {
                faults.add(accessor + " is " + mode + ", but explained as " + reason.group(1));
            }
        });
        return faults;
    }

    /** The text of the comment before a method's declaration, in one line; empty if there is none. */
    private static String commentOf(String method, String source) {
        Matcher declaration = Pattern.compile("\\n *[\\w<>?\\[\\] ]+ " + method + "\\([^()]*\\) \\{").matcher(source);
        if (!declaration.find()) {
            throw new AssertionError("no declaration of " + method);
        }
        String before = source.substring(0, declaration.start()).stripTrailing()
                .replaceFirst("\\s*@SuppressWarnings\\([^)]*\\)$", "");
        if (!before.endsWith("*/")) {
            return "";
        }
        String comment = before.substring(before.lastIndexOf("/**") + "/**".length(), before.length() - "*/".length());
        return comment.replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
    }

    @Test
    void everyAccessorSaysWhyItHasItsMode() throws IOException {
        sources().forEach((file, source) -> assertEquals(List.of(), faults(source), file));
    }

    @Test
    void sharedVariablesAreReachedThroughAccessorsOnly() throws IOException {
        sources().forEach((file, source) ->
                assertEquals(List.of(), Accessors.operationsOutsideAccessors(source), file));
    }

    @Test
    void everyAccessorIsUsed() throws IOException {
        Map<String, String> sources = sources();
        sources.forEach((file, source) -> Accessors.declaredIn(source).keySet().forEach(accessor ->
                assertFalse(sources.values().stream().noneMatch(each -> Accessors.calls(each, accessor)),
                        () -> accessor + " of " + file + " is not called")));
    }

    /** Without this, a parser that finds nothing would let everything pass. */
    @Test
    void whatTheChecksSeeInAnExample() {
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
                }
                """;
        assertEquals(
                List.of(
                        "setHeadRelease is release, but explained as Opaque",
                        "tailAcquire is volatile",
                        "tailOpaque has no reason: "),
                faults(example));
    }
}
