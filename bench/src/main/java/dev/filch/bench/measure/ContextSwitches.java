package dev.filch.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The context switches of each thread of this process, from Linux's {@code /proc}. */
final class ContextSwitches {

    private static final Path THREADS = Path.of("/proc/self/task");
    private static final String VOLUNTARY = "voluntary_ctxt_switches:";
    private static final String INVOLUNTARY = "nonvoluntary_ctxt_switches:";

    private final Map<String, long[]> byThread;

    private ContextSwitches(Map<String, long[]> byThread) {
        this.byThread = byThread;
    }

    /** Reads the counts of all live threads; returns null if this system has no such counts. */
    static ContextSwitches read() {
        Map<String, long[]> counts = new HashMap<>();
        try (Stream<Path> threads = Files.list(THREADS)) {
            threads.forEach(thread -> readThread(thread, counts));
        } catch (IOException | UncheckedIOException e) {
            return null; // not Linux
        }
        return new ContextSwitches(counts);
    }

    private static void readThread(Path thread, Map<String, long[]> counts) {
        try {
            long[] both = new long[2];
            for (String line : Files.readAllLines(thread.resolve("status"))) {
                if (line.startsWith(VOLUNTARY)) {
                    both[0] = Long.parseLong(line.substring(VOLUNTARY.length()).strip());
                } else if (line.startsWith(INVOLUNTARY)) {
                    both[1] =
                            Long.parseLong(line.substring(INVOLUNTARY.length()).strip());
                }
            }
            counts.put(thread.getFileName().toString(), both);
        } catch (IOException e) {
            // The thread has ended since the directory was listed.
        }
    }

    /** Returns the switches since then of all live threads. Those of ended threads are unknown. */
    ContextSwitches since(ContextSwitches before) {
        Map<String, long[]> difference = new HashMap<>();
        byThread.forEach((thread, now) -> {
            long[] then = before.byThread.getOrDefault(thread, new long[2]);
            difference.put(thread, new long[] {now[0] - then[0], now[1] - then[1]});
        });
        return new ContextSwitches(difference);
    }

    long voluntary() {
        return byThread.values().stream().mapToLong(both -> both[0]).sum();
    }

    long involuntary() {
        return byThread.values().stream().mapToLong(both -> both[1]).sum();
    }
}
