package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Java code in a page or in javadoc. A snippet with imports is a whole file. Another one gets {@link #IMPORTS}, and if
 * it declares no type, {@link #CONTEXT} declares the variables of the reader's that it uses.
 *
 * @param place the file and the line of the code
 * @param code without the margin of the comment
 */
record Snippet(String place, String code) {

    private static final String IMPORTS = """
            import dev.filch.channel.*;
            import dev.filch.pool.*;
            import dev.filch.queue.*;
            import io.micrometer.core.instrument.*;
            import java.time.Duration;
            import java.time.Instant;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;
            import java.util.stream.*;
            import org.eclipse.jetty.util.component.AbstractLifeCycle;
            import org.eclipse.jetty.util.thread.ThreadPool;
            import org.eclipse.jetty.util.thread.ThreadPoolBudget;
            import org.slf4j.MDC;
            """;

    private static final String CONTEXT = """
            abstract class Statements {

                interface Request { }
                interface Reply { }
                interface Client { Reply send(Request request) throws Exception; }

                WorkStealingPool pool;
                WorkStealingPool.Builder builder;
                WorkQueue queue;
                WorkDeque<Runnable> otherDeque;
                MeterRegistry registry;
                Client client;
                Request request;
                Receiver<Integer> numbers;
                Sender<String> words;

                abstract Object handle(Reply reply);

                void run() throws Exception {
                    %s
                }
            }
            """;

    private static final Pattern IN_MARKDOWN = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\\s(.*?)}\\s*</pre>", Pattern.DOTALL);
    private static final Pattern MARGIN = Pattern.compile("(?m)^ *\\* ?");
    private static final Pattern HAS_IMPORT = Pattern.compile("(?m)^import ");
    private static final Pattern TYPE = Pattern.compile("(?m)^[a-z ]*\\b(?:class|interface|record|enum) (\\w+)");

    @Override
    public String toString() {
        return place;
    }

    /** The snippets of a file, in their order. */
    static List<Snippet> in(Path file) throws IOException {
        boolean javadoc = file.toString().endsWith(".java");
        String text = Files.readString(file);
        Matcher matcher = (javadoc ? IN_JAVADOC : IN_MARKDOWN).matcher(text);
        List<Snippet> snippets = new ArrayList<>();
        while (matcher.find()) {
            long line = 1 + text.substring(0, matcher.start(1)).lines().count();
            String code = matcher.group(1);
            snippets.add(new Snippet(file + ":" + line, javadoc ? MARGIN.matcher(code).replaceAll("") : code));
        }
        return snippets;
    }

    /** Checks that the code compiles; class files are written to a directory. */
    void compile(Path directory) throws Exception {
        Matcher type = TYPE.matcher(code);
        if (!type.find()) {
            compile("Statements", IMPORTS + CONTEXT.formatted(code), directory);
        } else {
            compile(type.group(1), HAS_IMPORT.matcher(code).find() ? code : IMPORTS + code, directory);
        }
    }

    /** Compiles a class, and loads it. */
    static Class<?> compile(String name, String source, Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", directory.toString(), "-proc:none",
                    "-classpath", System.getProperty("java.class.path"));
            assertTrue(compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file)).call(),
                    () -> source + messages);
        }
        URL[] classes = {directory.toUri().toURL()};
        return new URLClassLoader(classes, Snippet.class.getClassLoader()).loadClass(name);
    }
}
