package dev.filch.stress.rewrite;

/** The methods that rewritten code calls instead of the JDK's. Each kind of simulation has its own instrumentation. */
public interface Instrumentation {

    /** The timeout passed to the hook for parks if the park is untimed. */
    long UNTIMED = Long.MIN_VALUE;

    /**
     * The class whose static methods replace fences, and the JDK's methods for waiting and for starting threads.
     *
     * @return a public class with a method for each of them
     */
    Class<?> hooks();

    /**
     * The class whose static methods link accesses of shared memory: {@code linkVarHandle}, {@code linkGetField},
     * {@code linkPutField}, {@code linkLoad} and {@code linkStore}.
     *
     * @return a public class with these bootstrap methods
     */
    Class<?> links();

    /**
     * Whether the hooks also replace another method. The hook has the same name. It is static, and its first parameter
     * is the receiver, if there is one.
     *
     * @param owner the internal name of the class named by the call
     * @param name the method's name
     * @return true if the method is replaced
     */
    boolean replacesCall(String owner, String name);

    /**
     * The class with the hooks for the {@linkplain #replacesCall other replaced methods} of a class.
     *
     * @param owner the internal name of that class
     * @return a public class
     */
    default Class<?> hooks(String owner) {
        return hooks();
    }

    /**
     * Whether the methods of a class call the hooks {@code enterSingleStep} and {@code leaveSingleStep} at their start
     * and end.
     *
     * @param name the name of the class, with dots
     * @return false if they do not
     */
    default boolean isSingleStep(String name) {
        return false;
    }

    /**
     * Whether a call of a method fails the simulation when it is reached, because the method uses memory, threads or
     * randomness past the simulation.
     *
     * @param owner the internal name of the class named by the call
     * @param name the method's name
     * @return true if the call fails
     */
    boolean refusesCall(String owner, String name);

    /**
     * Whether an access of a static field fails the simulation.
     *
     * @return false if such accesses remain unchanged
     */
    boolean refusesStaticFields();

    /**
     * Whether reads of final fields are linked.
     *
     * @return false if they remain unchanged
     */
    boolean simulatesFinalFields();

    /**
     * The access to execute instead of an original one.
     *
     * @param method the simple names of the class and method that contain the access
     * @param written the original access
     * @return the same access or a weaker one
     */
    Access executed(String method, Access written);

    /**
     * Whether to execute a fence.
     *
     * @param method the simple names of the class and method that contain the fence
     * @return false to omit the fence
     */
    default boolean keepsFence(String method) {
        return true;
    }

    /**
     * Called after a rewritten class and its superclasses have been defined, and before the JVM initializes the class.
     *
     * @param type the class
     */
    void defined(Class<?> type);
}
