package dev.filch.internal.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which scenarios the javadoc of the accessors of the scheduler, and of {@code dev.filch.internal}, names. */
final class AccessorJavadoc {

    private static final List<String> PACKAGES = List.of("internal", "internal/scheduler");

    /** A class, or a method that calls a VarHandle, with the javadoc in front of it if there is one. */
    private static final Pattern DECLARATION = Pattern.compile(
            "\\bclass (\\w+)[^;{]*\\{"
                    + "|(/\\*\\*(?:(?!\\*/).)*\\*/\\s*)?(?:@\\w+(?:\\(\"\\w+\"\\))?\\s+)*"
                    + "[\\w<>? ]+? (\\w+)\\([^()]*\\) \\{\\s*(?:return )?[^;{}]*\\b[A-Z][A-Z_]*\\.[a-z]\\w*\\([^;{}]*;\\s*}",
            Pattern.DOTALL);
    private static final Pattern SCENARIO = Pattern.compile("\\w+Scenario:\\S+?(?=\\.?\\s|\\.?\\*/)");

    private AccessorJavadoc() {
    }

    /** The names of the scenarios, by class and accessor; none for an accessor without. */
    static Map<String, Set<String>> scenariosOfAccessors() throws IOException {
        Map<String, Set<String>> scenarios = new TreeMap<>();
        for (String directory : PACKAGES) {
            Path sources = Path.of(System.getProperty("basedir", "."))
                    .resolve("../core/src/main/java/dev/filch").resolve(directory);
            try (Stream<Path> files = Files.list(sources)) {
                for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    collect(Files.readString(file), scenarios);
                }
            }
        }
        return scenarios;
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
