package dev.filch.internal.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the scenarios named by the javadoc of the accessors of the scheduler, of {@code dev.filch.internal} and of
 * channels.
 */
final class AccessorJavadoc {

    private static final List<String> PACKAGES = List.of("internal", "internal/scheduler", "channel");

    /** A class, or a method that calls a VarHandle, with the javadoc before it if there is one. */
    private static final Pattern DECLARATION = Pattern.compile(
            "\\bclass (\\w+)[^;{]*\\{"
                    + "|(/\\*\\*(?:(?!\\*/).)*\\*/\\s*)?(?:@\\w+(?:\\(\"\\w+\"\\))?\\s+)*"
                    + "[\\w<>? ]+? (\\w+)\\([^()]*\\) \\{\\s*(?:return )?"
                    + "[^;{}]*\\b[A-Z][A-Z_]*\\.[a-z]\\w*\\([^;{}]*;\\s*}",
            Pattern.DOTALL);
    private static final Pattern VAR_HANDLE = Pattern.compile("\\bVarHandle (\\w+)( =[^;]*)?;");
    private static final Pattern SCENARIO = Pattern.compile("\\w+Scenario:\\S+?(?=\\.?\\s|\\.?\\*/)");

    private AccessorJavadoc() {
    }

    /** The names of the scenarios, by class and accessor; empty for an accessor that names none. */
    static Map<String, Set<String>> scenariosOfAccessors() throws IOException {
        Map<String, Set<String>> scenarios = new TreeMap<>();
        for (Path file : sources()) {
            collect(Files.readString(file), scenarios);
        }
        return scenarios;
    }

    /** The VarHandle accesses outside accessors, as text. */
    static List<String> accessesElsewhere() throws IOException {
        List<String> elsewhere = new ArrayList<>();
        for (Path file : sources()) {
            String source = Files.readString(file);
            String rest = DECLARATION.matcher(source).replaceAll("");
            VAR_HANDLE.matcher(source).results()
                    .map(handle -> Pattern.compile("\\b" + handle.group(1) + "\\s*\\.\\w+"))
                    .flatMap(access -> access.matcher(rest).results())
                    .forEach(access -> elsewhere.add(file.getFileName() + ": " + access.group()));
        }
        return elsewhere;
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String directory : PACKAGES) {
            Path path = Path.of(System.getProperty("basedir", "."))
                    .resolve("../core/src/main/java/dev/filch").resolve(directory);
            try (Stream<Path> files = Files.list(path)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static void collect(String source, Map<String, Set<String>> scenarios) {
        String type = null;
        Matcher declaration = DECLARATION.matcher(source);
        while (declaration.find()) {
            if (declaration.group(1) != null) {
                type = declaration.group(1);
            } else {
                String javadoc = declaration.group(2) == null ? "" : declaration.group(2).replaceAll("\\s+\\* ", " ");
                scenarios.put(type + "." + declaration.group(3), SCENARIO.matcher(javadoc).results()
                        .map(found -> found.group())
                        .collect(Collectors.toSet()));
            }
        }
    }
}
