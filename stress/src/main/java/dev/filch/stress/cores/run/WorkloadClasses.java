package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.SimulatedCode;
import dev.filch.stress.rewrite.ClassFiles;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * A copy of the workloads' classes and of the classes that they use. With a copy of its own, each workload also has its
 * own profile, so that the JVM's optimizations for one workload do not slow down another.
 */
final class WorkloadClasses {

    private static final String WORKLOADS = "dev.filch.stress.cores.work.Workloads";

    private static final List<String> PACKAGES = List.of(
            "dev.filch.queue.", "dev.filch.internal.", "dev.filch.pool.", "dev.filch.stress.cores.work.",
            "org.jctools.queues.");

    private final MethodHandle create;

    private WorkloadClasses(ClassLoader loader) {
        try {
            create = MethodHandles.publicLookup().findStatic(Class.forName(WORKLOADS, true, loader), "create",
                    MethodType.methodType(Workload.class, String.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies the classes without rewriting them. */
    static WorkloadClasses unmodified() {
        return new WorkloadClasses(new CopyingLoader());
    }

    /** Copies the classes, rewritten for the simulated machine. */
    static WorkloadClasses simulated(CodeBase code) {
        return new WorkloadClasses(
                SimulatedCode.loader(WorkloadClasses::isIncluded, code.classFiles(), code.paths()));
    }

    private static boolean isIncluded(String name) {
        return PACKAGES.stream().anyMatch(name::startsWith);
    }

    Workload create(String name) {
        try {
            return (Workload) create.invokeExact(name);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A loader that defines copies of the classes. */
    private static final class CopyingLoader extends ClassLoader {

        private final ClassFiles classFiles = ClassFiles.of(WorkloadClasses.class.getClassLoader());

        CopyingLoader() {
            super(WorkloadClasses.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!isIncluded(name)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                byte[] bytes = classFiles.read(name.replace('.', '/'));
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
    }
}
