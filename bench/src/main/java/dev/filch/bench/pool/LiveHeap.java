package dev.filch.bench.pool;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The heap in use, in bytes, from HotSpot's class histogram. */
final class LiveHeap {

    private LiveHeap() {}

    /** Runs a full collection, and returns the bytes of all reachable objects. */
    static long bytes() {
        String histogram;
        try {
            histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new UnsupportedOperationException("this JVM has no class histogram", e);
        }
        String total = histogram.stripTrailing();
        // Total, objects, bytes.
        String[] words = total.substring(total.lastIndexOf('\n') + 1).strip().split("\\s+", 3);
        return Long.parseLong(words[2]);
    }
}
