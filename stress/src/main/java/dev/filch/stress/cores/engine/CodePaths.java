package dev.filch.stress.cores.engine;

import java.util.Map;
import java.util.TreeMap;

/**
 * Assigns methods to the paths of a program, such as taking a task or waking a worker. A thread is on the path of the
 * innermost such method that it executes.
 *
 * @param paths paths by method; a key is the simple names of class and method, and covers all methods of that name
 */
public record CodePaths(Map<String, String> paths) {

    /** No paths. */
    public static final CodePaths NONE = new CodePaths(Map.of());

    /** The end of the name of a method that {@link PathMethods} makes of another method's body. */
    static final String SUFFIX = "$onPath";

    /** Copies the map. */
    public CodePaths {
        paths = Map.copyOf(paths);
    }

    /**
     * Adds methods.
     *
     * @param others paths by method; they override the paths of methods that are present
     * @return the combined paths
     */
    public CodePaths plus(Map<String, String> others) {
        Map<String, String> all = new TreeMap<>(paths);
        all.putAll(others);
        return new CodePaths(all);
    }

    /** Returns the path of a method, or null if it has none. */
    String of(String internalClassName, String method) {
        return paths.get(internalClassName.substring(internalClassName.lastIndexOf('/') + 1) + "." + method);
    }

    /** Whether a class may have methods with a path. */
    boolean mayContain(String internalClassName) {
        String prefix = internalClassName.substring(internalClassName.lastIndexOf('/') + 1) + ".";
        return paths.keySet().stream().anyMatch(method -> method.startsWith(prefix));
    }

    /** Returns the site of an access with the method's name in the source. */
    static String withoutSuffix(String site) {
        return site.replace(SUFFIX, "");
    }

    // The rewritten methods call these.

    /**
     * Enters a method.
     *
     * @param path the method's path
     * @return the argument for {@link #leave}; null outside of a run
     */
    public static Object enter(String path) {
        Machine machine = Machine.current();
        return machine != null && machine.running != null ? machine.counters.enter(machine.running, path) : null;
    }

    /**
     * Leaves a method.
     *
     * @param outer the result of {@link #enter}
     */
    public static void leave(Object outer) {
        Machine machine = Machine.current();
        if (outer != null && machine != null && machine.running != null) {
            machine.counters.moveTo((PathCounts) outer, machine.running);
        }
    }
}
