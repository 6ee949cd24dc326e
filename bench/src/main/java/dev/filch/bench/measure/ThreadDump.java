package dev.filch.bench.measure;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The states and stacks of all threads, as text. */
public final class ThreadDump {

    private static final int FRAMES = 12;

    private ThreadDump() {}

    /** Returns the current dump. */
    public static String take() {
        return Thread.getAllStackTraces().entrySet().stream()
                .sorted(Comparator.comparing(
                        (Map.Entry<Thread, ?> entry) -> entry.getKey().getName()))
                .map(entry -> describe(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String describe(Thread thread, StackTraceElement[] stack) {
        String frames =
                Stream.of(stack).limit(FRAMES).map(frame -> "\n    at " + frame).collect(Collectors.joining());
        return "\"" + thread.getName() + "\" " + thread.getState() + frames;
    }
}
