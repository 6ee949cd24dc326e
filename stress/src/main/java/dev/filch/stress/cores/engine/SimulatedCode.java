package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.ClassFiles;
import dev.filch.stress.rewrite.Instrumentation;
import dev.filch.stress.rewrite.RewritingLoader;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;

/** Rewrites code so that each of its accesses takes simulated time. */
public final class SimulatedCode implements Instrumentation {

    private static final Set<String> REPLACED = Set.of(
            "java/lang/Thread.yield", "java/lang/Thread.join", "java/lang/Thread.getState",
            "java/lang/Thread.interrupt", "java/lang/Thread.getId", "java/lang/Thread.threadId",
            "java/lang/Runtime.availableProcessors");

    private static final Set<String> REFUSED = Set.of(
            "java/lang/Thread.sleep", "java/lang/Thread.ofPlatform", "java/lang/Thread.ofVirtual",
            "java/lang/Thread.startVirtualThread", "java/lang/Thread.getStackTrace",
            "java/util/concurrent/ThreadLocalRandom.current", "java/lang/System.currentTimeMillis",
            "java/lang/Object.wait", "java/lang/Object.notify", "java/lang/Object.notifyAll",
            "java/util/concurrent/locks/LockSupport.parkUntil",
            "java/lang/invoke/MethodHandles$Lookup.findStaticVarHandle");

    /**
     * Classes of the JDK that are not rewritten. A run must not use them: their memory accesses would cost nothing, and
     * they would block the thread that runs the simulation.
     */
    private static final List<String> REFUSED_CLASSES = List.of(
            "java/util/concurrent/atomic/", "java/util/concurrent/locks/", "java/util/concurrent/CountDownLatch",
            "java/util/concurrent/CyclicBarrier", "java/util/concurrent/Phaser", "java/util/concurrent/Semaphore",
            "java/lang/InheritableThreadLocal");

    private static final String LOCK_SUPPORT = "java/util/concurrent/locks/LockSupport";

    private SimulatedCode() {
    }

    /**
     * Creates a loader of simulated code. It initializes each rewritten class as soon as it has loaded it; the class
     * initializer sees the number of cores of the machine that runs or is being set up at that time.
     *
     * @param isUnderTest accepts the classes to rewrite, by name with dots; the JDK's queues are always rewritten,
     *     under other names
     * @return the loader
     */
    public static RewritingLoader loader(Predicate<String> isUnderTest) {
        return loader(isUnderTest, ClassFiles.of(SimulatedCode.class.getClassLoader()), CodePaths.NONE);
    }

    /**
     * Creates a loader of simulated code with other class files.
     *
     * @param isUnderTest accepts the classes to rewrite
     * @param classFiles the class files of these classes and of the JDK's
     * @param paths the paths by which events are counted
     * @return the loader
     */
    public static RewritingLoader loader(Predicate<String> isUnderTest, ClassFiles classFiles, CodePaths paths) {
        return new RewritingLoader(
                name -> ClassNames.isRenamed(name) || isUnderTest.test(name),
                internalName -> prepared(classFiles, internalName, isUnderTest, paths),
                new SimulatedCode());
    }

    private static byte[] prepared(
            ClassFiles all, String internalName, Predicate<String> isUnderTest, CodePaths paths) {
        String name = internalName.replace('/', '.');
        byte[] original = all.read(ClassNames.original(name).replace('.', '/'));
        if (original == null || !ClassNames.isRenamed(name) && !isUnderTest.test(name)) {
            return original;
        }
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(0);
        String parent = ClassNames.RENAMING.map(reader.getSuperName()).replace('/', '.');
        boolean isRoot = !ClassNames.isRenamed(parent) && !isUnderTest.test(parent);
        ClassVisitor chain = new ClassRemapper(isRoot ? new AddressField(writer) : writer, ClassNames.RENAMING);
        if (AtomicClass.isAtomic(reader.getClassName())) {
            chain = new AtomicClass(chain);
        }
        if (paths.mayContain(reader.getClassName())) {
            chain = new PathMethods(chain, paths);
        }
        reader.accept(chain, 0);
        return writer.toByteArray();
    }

    @Override
    public Class<?> hooks() {
        return Hooks.class;
    }

    @Override
    public Class<?> links() {
        return AccessLinks.class;
    }

    @Override
    public boolean replacesCall(String owner, String name) {
        return REPLACED.contains(owner + "." + name);
    }

    @Override
    public boolean refusesCall(String owner, String name) {
        return REFUSED.contains(owner + "." + name)
                || !owner.equals(LOCK_SUPPORT) && REFUSED_CLASSES.stream().anyMatch(owner::startsWith);
    }

    @Override
    public boolean refusesStaticFields() {
        return false;
    }

    /** The read of a final field may cost the transfer of its line, as any other read. */
    @Override
    public boolean simulatesFinalFields() {
        return true;
    }

    @Override
    public Access executed(String method, Access written) {
        return written;
    }

    /** Initializes the class outside of the simulation, because a fiber cannot pause in a class initializer. */
    @Override
    public void defined(Class<?> type) {
        Machine running = Machine.current();
        if (running == null) {
            initialize(type); // no machine runs, or the initializer of another class uses this one
            return;
        }
        Machine.setCurrent(null);
        Hooks.initializeFor(running);
        try {
            initialize(type);
        } finally {
            Hooks.initializeFor(null);
            Machine.setCurrent(running);
        }
    }

    private static void initialize(Class<?> type) {
        try {
            Class.forName(type.getName(), true, type.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("cannot find a class that was just defined: " + type.getName(), e);
        }
    }
}
