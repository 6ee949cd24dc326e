package dev.filch.bench.judge;

/**
 * Where forks run.
 *
 * @param jvm the JVM's program
 * @param version which Java it is
 * @param collector its garbage collector
 */
public record Setup(String jvm, String version, Collector collector) {

    /** For a reader. */
    public String label() {
        return "JDK " + version + ", " + collector;
    }
}
