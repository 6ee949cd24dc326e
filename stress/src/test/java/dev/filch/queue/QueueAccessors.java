package dev.filch.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the scenarios named by the javadoc of a structure's accessors. */
final class QueueAccessors {

    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", ".")).resolve("../core/src/main/java/dev/filch/queue");

    /** A comment that starts with a mode, and the name of the method after it. */
    private static final Pattern REASON = Pattern.compile(
            "/\\*\\*\\s+(?:\\* )?(?:Plain|Opaque|Acquire|Release|Volatile): ((?:(?!\\*/).)*)\\*/"
                    + "\\s*(?:@\\w+(?:\\([^)]*\\))?\\s+)*[\\w<>?\\[\\] ]+? (\\w+)\\(",
            Pattern.DOTALL);
    private static final Pattern SCENARIO = Pattern.compile("\\w+Scenario:\\S+?(?=\\.?\\s|\\.?\\*/|\\.?$)");

    private QueueAccessors() {
    }

    /** The names of the scenarios by accessor; empty for an accessor that names none. */
    static Map<String, Set<String>> scenariosOfAccessors(String type) throws IOException {
        Map<String, Set<String>> scenarios = new TreeMap<>();
        Matcher reason = REASON.matcher(Files.readString(SOURCES.resolve(type + ".java")));
        while (reason.find()) {
            scenarios.put(reason.group(2), SCENARIO.matcher(reason.group(1)).results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet()));
        }
        return scenarios;
    }
}
