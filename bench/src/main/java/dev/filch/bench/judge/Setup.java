package dev.filch.bench.judge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where forks run.
 *
 * @param jvm the JVM's program
 * @param version which Java it is
 * @param collector its garbage collector
 */
public record Setup(String jvm, String version, Collector collector) {

    private static final Pattern LEADING_DIGITS = Pattern.compile("\\d+");

    /** The number of the Java release, as 17 of 17.0.9. If the version does not tell, that of this JVM. */
    public int feature() {
        Matcher digits = LEADING_DIGITS.matcher(version);
        return digits.lookingAt()
                ? Integer.parseInt(digits.group())
                : Runtime.version().feature();
    }

    /** For a reader. */
    public String label() {
        return "JDK " + version + ", " + collector;
    }
}
