package dev.filch.stress.model;

import java.util.Set;

/** What the simulation knows nothing of. A scenario that comes to it fails: it would pass without being explored. */
final class Unsimulated {

    private static final Set<String> METHODS = Set.of(
            "java/lang/Thread.start", "java/lang/Thread.join", "java/lang/Thread.sleep", "java/lang/Thread.yield",
            "java/lang/Thread.getState", "java/lang/Thread.ofPlatform", "java/lang/Thread.ofVirtual",
            "java/lang/Thread.startVirtualThread",
            "java/lang/Object.wait", "java/lang/Object.notify", "java/lang/Object.notifyAll",
            "java/lang/System.arraycopy", "java/util/Arrays.copyOf", "java/util/Arrays.copyOfRange",
            "java/util/Arrays.fill", "java/util/concurrent/locks/LockSupport.parkUntil",
            "java/lang/invoke/VarHandle.loadLoadFence", "java/lang/invoke/VarHandle.storeStoreFence",
            "java/lang/invoke/MethodHandles$Lookup.findStaticVarHandle");

    private static final Set<String> CLASSES =
            Set.of("java/lang/ThreadLocal", "java/util/concurrent/ThreadLocalRandom", "java/util/Random");

    private Unsimulated() {
    }

    /** Whether a call reaches memory, threads or chance behind the simulation's back. */
    static boolean isCall(String owner, String name) {
        return METHODS.contains(owner + "." + name) || CLASSES.contains(owner)
                || owner.startsWith("[") && name.equals("clone")
                || owner.startsWith("java/util/concurrent/atomic/")
                || owner.startsWith("java/util/concurrent/locks/") && !owner.endsWith("/LockSupport");
    }
}
