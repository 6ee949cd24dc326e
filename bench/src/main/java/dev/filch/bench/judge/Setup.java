package dev.filch.bench.judge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JVM and the collector that forks run with.
 *
 * @param jvm the path of the JVM's executable
 * @param version its Java version
 * @param collector its garbage collector
 */
public record Setup(String jvm, String version, Collector collector) {

    private static final Pattern LEADING_DIGITS = Pattern.compile("\\d+");

    /** Returns the Java release, 17 for 17.0.9. If the version has no number, returns this JVM's release. */
    public int feature() {
        Matcher digits = LEADING_DIGITS.matcher(version);
        return digits.lookingAt()
                ? Integer.parseInt(digits.group())
                : Runtime.version().feature();
    }

    /** Returns its name for a reader. */
    public String label() {
        return "JDK " + version + ", " + collector;
    }
}
