package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.filch.pool.TaskTiming;
import dev.filch.pool.WorkStealingPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
    void readmeAndGuideHaveSnippets() throws IOException {
        assertFalse(Snippet.in(README).isEmpty());
        assertFalse(Snippet.in(GUIDE).isEmpty());
    }

    @Test
    void theGaugesOfTheGuideReadThePool() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        String gauges = Snippet.in(GUIDE).stream()
                .map(Snippet::code).filter(code -> code.contains("registry.gauge")).findFirst().orElseThrow();
        Class<?> recipe = Snippet.compile("Recipe", """
                import dev.filch.pool.WorkStealingPool;
                import io.micrometer.core.instrument.MeterRegistry;

                public class Recipe {
                    public static void bind(MeterRegistry registry, WorkStealingPool pool) {
                        %s
                    }
                }
                """.formatted(gauges), directory);
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(2).timing(TaskTiming.EVERY_TASK).build()) {
            recipe.getMethod("bind", MeterRegistry.class, WorkStealingPool.class).invoke(null, registry, pool);
            for (int i = 0; i < 100; i++) {
                pool.execute(() -> { });
            }
            pool.awaitIdle();
            pool.close();
            pool.tryExecute(() -> { });

            assertEquals(0, registry.get("pool.queued").gauge().value());
            assertEquals(0, registry.get("pool.active").gauge().value());
            assertEquals(100, registry.get("pool.completed").gauge().value());
            assertEquals(1, registry.get("pool.refused").gauge().value());
            assertEquals(pool.metrics().snapshot().queueTime().percentileMicros(99),
                    registry.get("pool.queue.p99.micros").gauge().value());
            assertEquals(5, registry.getMeters().size(), "every gauge of the recipe is checked here");
        }
    }
}
