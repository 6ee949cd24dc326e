package dev.filch.stress.cores.engine;

import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.Remapper;

/**
 * The names of rewritten classes. No loader may define a class in a package of the JDK, so rewritten classes of the JDK
 * get other names. All other classes keep theirs.
 */
final class ClassNames extends Remapper {

    static final ClassNames RENAMING = new ClassNames();

    private static final String PREFIX = "simulated.";
    private static final Set<String> JDK_CLASSES = Set.of(
            "java/util/ArrayDeque",
            "java/util/concurrent/atomic/AtomicBoolean",
            "java/util/concurrent/atomic/AtomicInteger",
            "java/util/concurrent/atomic/AtomicIntegerArray",
            "java/util/concurrent/atomic/AtomicLong",
            "java/util/concurrent/atomic/AtomicLongArray",
            "java/util/concurrent/atomic/AtomicReference",
            "java/util/concurrent/atomic/AtomicReferenceArray",
            "java/util/concurrent/ConcurrentLinkedQueue",
            "java/util/concurrent/LinkedTransferQueue");

    /** Classes that replace a class of the JDK. */
    private static final Map<String, String> REPLACEMENTS =
            Map.of("java/lang/ThreadLocal", Type.getInternalName(SimulatedThreadLocal.class));

    private ClassNames() {
        super(Opcodes.ASM9);
    }

    /** Whether a name, with dots, is that of a renamed class of the JDK. */
    static boolean isRenamed(String name) {
        return name.startsWith(PREFIX);
    }

    /** Returns the name, with dots, that a class has outside of the simulation. */
    static String original(String name) {
        return isRenamed(name) ? name.substring(PREFIX.length()) : name;
    }

    @Override
    public String map(String internalName) {
        int nested = internalName.indexOf('$');
        String outermost = nested < 0 ? internalName : internalName.substring(0, nested);
        return JDK_CLASSES.contains(outermost)
                ? PREFIX.replace('.', '/') + internalName
                : REPLACEMENTS.getOrDefault(internalName, internalName);
    }
}
