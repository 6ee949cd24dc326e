package dev.filch.stress.model;

import java.util.Set;

/**
 * Operations that the simulation does not cover. A scenario that reaches one fails; otherwise it would pass without
 * being explored.
 */
final class Unsimulated {

    private static final Set<String> METHODS = Set.of(
            "java/lang/Thread.start", "java/lang/Thread.join", "java/lang/Thread.sleep", "java/lang/Thread.yield",
            "java/lang/Thread.getState", "java/lang/Thread.getStackTrace", "java/lang/Thread.ofPlatform",
            "java/lang/Thread.ofVirtual", "java/lang/Thread.startVirtualThread",
            "java/lang/Object.wait", "java/lang/Object.notify", "java/lang/Object.notifyAll",
            "java/lang/System.arraycopy", "java/lang/System.currentTimeMillis", "java/lang/System.identityHashCode",
            "java/lang/Math.random", "java/util/concurrent/TimeUnit.sleep",
            "java/util/Arrays.copyOf", "java/util/Arrays.copyOfRange",
            "java/util/Arrays.fill", "java/util/concurrent/locks/LockSupport.parkUntil",
            "java/lang/invoke/VarHandle.loadLoadFence", "java/lang/invoke/VarHandle.storeStoreFence",
            "java/lang/invoke/MethodHandles$Lookup.findStaticVarHandle");

    private static final Set<String> CLASSES = Set.of("java/lang/InheritableThreadLocal", "java/util/Random");

    /** Classes of {@code java.util.concurrent} that share nothing or are simulated. */
    private static final Set<String> HARMLESS = Set.of("java/util/concurrent/TimeUnit",
            "java/util/concurrent/AbstractExecutorService", "java/util/concurrent/locks/LockSupport");

    /**
     * Weak references are allowed if the scenario keeps their referents, since then the garbage collector has no
     * effect.
     */
    private static final Set<String> WEAK_READS =
            Set.of("java/lang/ref/WeakReference.<init>", "java/lang/ref/WeakReference.get");

    private Unsimulated() {
    }

    /** Whether a call reaches memory, threads or randomness past the simulation. */
    static boolean isCall(String owner, String name) {
        return METHODS.contains(owner + "." + name) || CLASSES.contains(owner)
                || owner.startsWith("[") && name.equals("clone")
                || owner.startsWith("java/lang/ref/") && !WEAK_READS.contains(owner + "." + name)
                || owner.startsWith("java/util/concurrent/") && !HARMLESS.contains(owner) && isImplementation(owner);
    }

    /** Simulated code may implement interfaces, and exceptions are not shared. */
    private static boolean isImplementation(String owner) {
        try {
            Class<?> type = Class.forName(owner.replace('/', '.'), false, null);
            return !type.isInterface() && !Throwable.class.isAssignableFrom(type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
