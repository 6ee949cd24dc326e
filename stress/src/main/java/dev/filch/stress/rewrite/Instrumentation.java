package dev.filch.stress.rewrite;

/** What rewritten code calls in place of the JDK: one instrumentation for each kind of simulation. */
public interface Instrumentation {

    /** What the hook for parks is given, instead of how many nanoseconds, by one that is not timed. */
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
     * Whether the hooks replace a further method. The hook has the same name; it is static and takes the receiver, if
     * there is one, as its first parameter.
     *
     * @param owner the internal name of the class that the code names
     * @param name the method's name
     * @return true if it is replaced
     */
    boolean replacesCall(String owner, String name);

    /**
     * The class with the hooks for the {@linkplain #replacesCall further methods} of a class.
     *
     * @param owner the internal name of that class
     * @return a public class
     */
    default Class<?> hooks(String owner) {
        return hooks();
    }

    /**
     * Whether the methods of a class call the hooks {@code enterSingleStep} and {@code leaveSingleStep} at their begin
     * and their end.
     *
     * @param name the name of the class, with dots
     * @return false if none does
     */
    default boolean isSingleStep(String name) {
        return false;
    }

    /**
     * Whether a method fails the simulation when the code comes to it: it would reach memory, threads or chance behind
     * the simulation's back.
     *
     * @param owner the internal name of the class that the code names
     * @param name the method's name
     * @return true if it is refused
     */
    boolean refusesCall(String owner, String name);

    /**
     * Whether an access of a static field fails the simulation.
     *
     * @return false if such accesses are left as they are
     */
    boolean refusesStaticFields();

    /**
     * Whether reads of final fields are linked.
     *
     * @return false if they are left as they are
     */
    boolean simulatesFinalFields();

    /**
     * The access that is executed in place of one that the code has.
     *
     * @param method simple name of class and method that the access stands in
     * @param written the access as the code has it
     * @return the same, or a weaker one
     */
    Access executed(String method, Access written);

    /**
     * Whether a fence of the code is executed.
     *
     * @param method simple name of class and method that the fence stands in
     * @return false if it is left out
     */
    default boolean keepsFence(String method) {
        return true;
    }

    /**
     * Called when a rewritten class and its superclasses have been defined, before the JVM initializes it.
     *
     * @param type the class
     */
    void defined(Class<?> type);
}
