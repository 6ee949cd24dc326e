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
     * Classes of the JDK that are not rewritten: what they do to memory would cost nothing, and they would block the
     * thread that simulates.
     */
    private static final List<String> REFUSED_CLASSES = List.of(
            "java/util/concurrent/atomic/", "java/util/concurrent/locks/", "java/util/concurrent/CountDownLatch",
            "java/util/concurrent/CyclicBarrier", "java/util/concurrent/Phaser", "java/util/concurrent/Semaphore",
            "java/lang/InheritableThreadLocal");

    private static final String LOCK_SUPPORT = "java/util/concurrent/locks/LockSupport";

    private SimulatedCode() {
    }

    /**
     * A loader of simulated code.
     *
     * @param isUnderTest which classes to rewrite, by their names with dots; the JDK's queues always are, under another
     *     name
     * @return a loader that also initializes each of these classes as soon as it is loaded, for a machine with as many
     *     cores as the one that runs or is being set up at that moment
     */
    public static RewritingLoader loader(Predicate<String> isUnderTest) {
        return loader(isUnderTest, ClassFiles.of(SimulatedCode.class.getClassLoader()), CodePaths.NONE);
    }

    /**
     * A loader of simulated code from elsewhere.
     *
     * @param isUnderTest which classes to rewrite
     * @param classFiles where their bytes are, and those of the JDK's classes
     * @param paths the methods whose events are counted apart
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
        if (AtomicClass.isOne(reader.getClassName())) {
            chain = new AtomicClass(chain);
        }
        if (paths.concern(reader.getClassName())) {
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

    /** To read a final field may cost the transfer of its line, as any read. */
    @Override
    public boolean simulatesFinalFields() {
        return true;
    }

    @Override
    public Access executed(String method, Access written) {
        return written;
    }

    /** Initializes the class outside of the simulation: a fiber cannot pause inside of a class initializer. */
    @Override
    public void defined(Class<?> type) {
        Machine running = Machine.current();
        if (running == null) {
            initialize(type); // no machine runs, or the initializer of another class has needed this one
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
            throw new IllegalStateException("just defined: " + type.getName(), e);
        }
    }
}
