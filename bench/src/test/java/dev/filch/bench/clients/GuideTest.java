package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.TaskTiming;
import dev.filch.pool.WorkStealingPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code in the guide and in the builder's javadoc compiles as it stands, and its gauges read what the pool says. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuideTest {

    private static final Path PACKAGE = Path.of("../core/src/main/java/dev/filch/pool");

    @TempDir
    Path directory;

    /** The code that follows a text in the javadoc of a file. */
    private static String codeAfter(String text, String file) throws IOException {
        Matcher matcher = Pattern.compile(Pattern.quote(text) + ".*?\\{@code\\R(.*?)}</pre>", Pattern.DOTALL)
                .matcher(Files.readString(PACKAGE.resolve(file)));
        assertTrue(matcher.find(), () -> "no code after " + text);
        return matcher.group(1).replaceAll("(?m)^ *\\* ?", "");
    }

    /** Compiles a class, and loads it. */
    private Class<?> compile(String name, String code) throws Exception {
        Path source = Files.writeString(directory.resolve(name + ".java"), code);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", directory.toString(), "-proc:none",
                    "-classpath", System.getProperty("java.class.path"));
            assertTrue(compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source)).call(),
                    messages::toString);
        }
        URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
        return loader.loadClass(name);
    }

    @Test
    void theRecipesGaugesReadThePool() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(2).timing(TaskTiming.EVERY_TASK).build()) {
            Class<?> recipe = compile("Recipe", """
                    import dev.filch.pool.WorkStealingPool;
                    import io.micrometer.core.instrument.MeterRegistry;

                    public class Recipe {
                        public static void bind(MeterRegistry registry, WorkStealingPool pool) {
                            %s
                        }
                    }
                    """.formatted(codeAfter("As gauges.", "package-info.java")));
            Method bind = recipe.getMethod("bind", MeterRegistry.class, WorkStealingPool.class);
            bind.invoke(null, registry, pool);
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

    @Test
    void theAdapterForJettyCompiles() throws Exception {
        Class<?> adapter = compile("JettyThreadPool", """
                import dev.filch.pool.WorkerPool;
                import java.util.concurrent.TimeUnit;
                import org.eclipse.jetty.util.component.AbstractLifeCycle;
                import org.eclipse.jetty.util.thread.ThreadPool;
                import org.eclipse.jetty.util.thread.ThreadPoolBudget;

                """ + codeAfter("With Jetty 12:", "package-info.java"));
        assertTrue(ThreadPool.class.isAssignableFrom(adapter));
    }

    @Test
    void theDecoratorCompiles() throws Exception {
        compile("Decorated", """
                import dev.filch.pool.WorkStealingPool;
                import java.util.Map;
                import org.slf4j.MDC;

                public class Decorated {
                    public static void decorate(WorkStealingPool.Builder builder) {
                        %s
                    }
                }
                """.formatted(codeAfter("Sets the decorator of tasks", "PoolBuilder.java")));
    }
}
