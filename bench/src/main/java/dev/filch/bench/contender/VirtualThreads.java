package dev.filch.bench.contender;

import java.util.concurrent.ThreadFactory;

/** Creates virtual threads, which this release of the language does not know. */
public final class VirtualThreads {

    private VirtualThreads() {}

    /**
     * Returns {@code Thread.ofVirtual().factory()}.
     *
     * @throws UnsupportedOperationException if the JVM has no virtual threads
     */
    public static ThreadFactory factory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory)
                    Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("virtual threads need Java 21", e);
        }
    }
}
