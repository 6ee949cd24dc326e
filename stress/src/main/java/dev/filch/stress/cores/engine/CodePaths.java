package dev.filch.stress.cores.engine;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which methods belong to which path of a program, such as taking a task or waking a worker. A thread is on the path of
 * the innermost of these methods that it is in.
 *
 * @param paths the path of each method, by simple name of class and method; all methods of that name belong to it
 */
public record CodePaths(Map<String, String> paths) {

    /** Without any paths. */
    public static final CodePaths NONE = new CodePaths(Map.of());

    /** Ends the name of a method's body once {@link PathMethods} has moved it into a method of its own. */
    static final String SUFFIX = "$onPath";

    /** Copies the map. */
    public CodePaths {
        paths = Map.copyOf(paths);
    }

    /**
     * These paths and others.
     *
     * @param others the paths of further methods, or other paths of the same ones
     * @return both
     */
    public CodePaths plus(Map<String, String> others) {
        Map<String, String> all = new TreeMap<>(paths);
        all.putAll(others);
        return new CodePaths(all);
    }

    /** The path of a method; null if it belongs to none. */
    String of(String internalClassName, String method) {
        return paths.get(internalClassName.substring(internalClassName.lastIndexOf('/') + 1) + "." + method);
    }

    /** Whether a class may have methods with a path. */
    boolean concern(String internalClassName) {
        String prefix = internalClassName.substring(internalClassName.lastIndexOf('/') + 1) + ".";
        return paths.keySet().stream().anyMatch(method -> method.startsWith(prefix));
    }

    /** The site of an access as the source has it. */
    static String withoutSuffix(String site) {
        return site.replace(SUFFIX, "");
    }

    // What the methods call.

    /**
     * Enters a method.
     *
     * @param path the path that it belongs to
     * @return what {@link #leave} is to be given; null outside of a run
     */
    public static Object enter(String path) {
        Machine machine = Machine.current();
        return machine != null && machine.running != null ? machine.counters.enter(machine.running, path) : null;
    }

    /**
     * Leaves a method.
     *
     * @param outer what {@link #enter} has returned
     */
    public static void leave(Object outer) {
        Machine machine = Machine.current();
        if (outer != null && machine != null && machine.running != null) {
            machine.counters.moveTo((PathCounts) outer, machine.running);
        }
    }
}
