package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.ClassFiles;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.util.Arrays;

/** Runs small programs on simulated machines. */
final class ProgramRunner {

    /** Round figures, without jitter: 100 ns to move a line, 10 ns for a locked instruction, 1 ns for a hit. */
    static final Costs ROUND_COSTS = new Costs(
            new Costs.Distance(100_000, 60_000, 80_000, 20_000),
            new Costs.Distance(300_000, 200_000, 250_000, 80_000),
            30_000, 0, 50_000, 90_000, 1_000, 10_000, 4_000, 10_000, 20_000, 200_000, 1_500_000, 50_000_000,
            3_000_000, 15_000_000, 0, 0);

    private static final ClassLoader LOADER = newLoader(CodePaths.NONE);

    /** A tenth of a second, in picoseconds. */
    private static final long LIMIT = 100_000_000_000L;

    private ProgramRunner() {
    }

    private static ClassLoader newLoader(CodePaths paths) {
        return SimulatedCode.loader(name -> name.startsWith("dev.filch.stress.cores.engine.Sample"),
                ClassFiles.of(ProgramRunner.class.getClassLoader()), paths);
    }

    /** Runs a program, and returns its outcome. */
    static String run(Machine machine, Class<? extends Program> program, Object... arguments) {
        return run(LOADER, machine, program, arguments);
    }

    /** Runs a program with classes that have not been initialized. */
    static String runWithNewClasses(Machine machine, Class<? extends Program> program) {
        return run(newLoader(CodePaths.NONE), machine, program);
    }

    /** Runs a program whose methods belong to paths. */
    static String run(Machine machine, CodePaths paths, Class<? extends Program> program) {
        return run(newLoader(paths), machine, program);
    }

    /** Runs a program, and returns a weak reference to the loader of its classes. */
    static WeakReference<ClassLoader> loaderAfter(
            Machine machine, Class<? extends Program> program, Object... arguments) {
        ClassLoader loader = newLoader(CodePaths.NONE);
        run(loader, machine, program, arguments);
        return new WeakReference<>(loader);
    }

    private static String run(
            ClassLoader loader, Machine machine, Class<? extends Program> program, Object... arguments) {
        Program[] created = new Program[1];
        machine.setUp(() -> {
            created[0] = create(loader, program, arguments);
            Runnable[] threads = created[0].threads();
            for (int i = 0; i < threads.length; i++) {
                machine.addThread("thread " + i, threads[i]);
            }
        });
        machine.run(LIMIT);
        return created[0].outcome();
    }

    private static Program create(ClassLoader loader, Class<? extends Program> program, Object[] arguments) {
        try {
            Constructor<?> constructor =
                    Class.forName(program.getName(), true, loader).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return (Program) constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(program + Arrays.toString(arguments), e);
        }
    }
}
