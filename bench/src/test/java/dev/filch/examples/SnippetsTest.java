package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java code in the README, in the package pages and in the javadoc of what users call compiles as it stands. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SnippetsTest {

    private static final Path README = Path.of("../README.md");
    private static final Path LIBRARY = Path.of("../core/src/main/java/dev/filch");
    private static final Path GUIDE = LIBRARY.resolve("pool/package-info.java");
    private static final Path METRICS = LIBRARY.resolve("pool/PoolMetrics.java");
    private static final Path METERS = Path.of("src/test/java/dev/filch/bench/clients/PoolMeters.java");

    @TempDir
    Path directory;

    static List<Snippet> snippets() throws IOException {
        List<Snippet> snippets = new ArrayList<>(Snippet.in(README));
        try (Stream<Path> files = Files.walk(LIBRARY)) {
            for (Path file : files.filter(SnippetsTest::isForUsers).sorted().toList()) {
                snippets.addAll(Snippet.in(file));
            }
        }
        return snippets;
    }

    private static boolean isForUsers(Path file) {
        return file.toString().endsWith(".java") && !file.startsWith(LIBRARY.resolve("internal"));
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void everySnippetCompiles(Snippet snippet) throws Exception {
        snippet.compile(directory);
    }

    @Test
    void readmeAndPackagePagesHaveSnippets() throws IOException {
        assertFalse(Snippet.in(README).isEmpty());
        assertFalse(Snippet.in(GUIDE).isEmpty());
        assertFalse(Snippet.in(LIBRARY.resolve("queue/package-info.java")).isEmpty());
    }

    /** MicrometerTest shows that these bind every number of a pool. */
    @Test
    void theMetersInTheJavadocAreTheTestedOnes() throws IOException {
        String source = Files.readString(METERS);
        String inJavadoc = Snippet.in(METRICS).get(0).code();
        assertEquals(source.substring(source.indexOf("record PoolMeters")).strip(), inJavadoc.strip());
    }
}
