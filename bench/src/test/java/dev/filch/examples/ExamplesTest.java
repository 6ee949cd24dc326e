package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples are short, and the list of examples is complete. */
class ExamplesTest {

    private static final int MAX_LINES = 119;
    private static final Path SOURCES = Path.of("src/examples/java/dev/filch/examples");
    private static final Path LIST = Path.of("docs/EXAMPLES.md");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.sorted().toList();
        }
    }

    private static Set<String> findAll(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void noExampleIsLong() throws IOException {
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            assertTrue(lines <= MAX_LINES, () -> file + " has " + lines + " lines");
        }
    }

    @Test
    void theListHasACommandForEachExample() throws IOException {
        Set<String> withMain = new TreeSet<>();
        for (Path file : sources()) {
            if (Files.readString(file).contains("public static void main(")) {
                withMain.add(file.getFileName().toString().replace(".java", ""));
            }
        }

        assertEquals(withMain, findAll("-Dexample=(\\w+)", Files.readString(LIST)));
    }

    @Test
    void theListLinksToFilesThatExist() throws IOException {
        for (String link : findAll("]\\(([^)]+)\\)", Files.readString(LIST))) {
            assertTrue(Files.exists(LIST.resolveSibling(link)), () -> "dead link: " + link);
        }
    }
}
