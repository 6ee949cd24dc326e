package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
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

/** The code in the guide and in javadoc compiles as it stands, or is tested elsewhere. */
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

    /** MicrometerTest shows that these bind every number of a pool. */
    @Test
    void theRecipeIsTheTestedMeters() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/filch/bench/clients/PoolMeters.java"));
        String code = source.substring(source.indexOf("record PoolMeters"));
        assertEquals(code, codeAfter("Micrometer", "PoolMetrics.java"));
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
