package dev.filch.stress.model;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Objects;

/**
 * Where the rewritten code arrives: every access of shared memory comes here, and goes to the execution that runs, or
 * straight to the real memory if none does, as while classes are initialised.
 */
public final class Hooks {

    private static final MethodHandle VAR_HANDLE;
    private static final MethodHandle GET_FIELD;
    private static final MethodHandle PUT_FIELD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            VAR_HANDLE = lookup.findStatic(Hooks.class, "varHandle",
                    MethodType.methodType(Object.class, Access.class, AccessMode.class, Object[].class));
            GET_FIELD = lookup.findStatic(Hooks.class, "getField",
                    MethodType.methodType(Object.class, Access.class, FieldKey.class, Object.class));
            PUT_FIELD = lookup.findStatic(Hooks.class, "putField",
                    MethodType.methodType(void.class, Access.class, FieldKey.class, Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Hooks() {
    }

    /**
     * Links an access by a VarHandle.
     *
     * @param lookup of the class with the access
     * @param name of the access method
     * @param type its type, with the handle in front
     * @param site where it stands
     * @param read the order its read is to have
     * @param write the order its write is to have
     * @return the site of the call
     */
    public static CallSite linkVarHandle(
            MethodHandles.Lookup lookup, String name, MethodType type, String site, String read, String write) {
        AccessMode mode = AccessMode.valueFromMethodName(name);
        Access access = Access.of(mode, site).executedAs(Mode.valueOf(read), Mode.valueOf(write));
        MethodHandle target = MethodHandles.insertArguments(VAR_HANDLE, 0, access, mode);
        return new ConstantCallSite(target.asCollector(Object[].class, type.parameterCount()).asType(type));
    }

    private static Object varHandle(Access access, AccessMode mode, Object[] arguments) throws Throwable {
        VarHandle handle = (VarHandle) arguments[0];
        Execution execution = Execution.current();
        if (execution == null) {
            return handle.toMethodHandle(mode).invokeWithArguments(Arrays.copyOfRange(arguments, 1, arguments.length));
        }
        FieldKey field = FieldKey.of(handle);
        Object base = arguments[1];
        if (field == null) {
            Object[] operands = Arrays.copyOfRange(arguments, 3, arguments.length);
            return element(execution, access, base, (Integer) arguments[2], operands);
        }
        return field(execution, access, base, field, Arrays.copyOfRange(arguments, 2, arguments.length));
    }

    private static Object field(Execution execution, Access access, Object base, FieldKey field, Object[] operands) {
        return execution.access(access, base, field, operands);
    }

    private static Object element(Execution execution, Access access, Object array, int index, Object[] operands) {
        if (index < 0 || index >= Array.getLength(array)) {
            throw new ArrayIndexOutOfBoundsException(index);
        }
        return execution.access(access, array, index, operands);
    }

    /**
     * Links the read of a field.
     *
     * @param lookup of the class with the access
     * @param name of the field
     * @param type from owner to value
     * @param site where it stands
     * @param mode the order that the field is declared with
     * @return the site of the call
     * @throws ReflectiveOperationException if there is no such field
     */
    public static CallSite linkGetField(
            MethodHandles.Lookup lookup, String name, MethodType type, String site, String mode)
            throws ReflectiveOperationException {
        FieldKey field = FieldKey.of(lookup, type.parameterType(0), name, type.returnType());
        Access access = Access.plainRead(site).inOrder(Mode.valueOf(mode));
        return new ConstantCallSite(MethodHandles.insertArguments(GET_FIELD, 0, access, field).asType(type));
    }

    private static Object getField(Access access, FieldKey field, Object owner) {
        Execution execution = Execution.current();
        return execution == null ? field.realValue(owner) : field(execution, access, owner, field, new Object[0]);
    }

    /**
     * Links the write of a field.
     *
     * @param lookup of the class with the access
     * @param name of the field
     * @param type from owner and value to nothing
     * @param site where it stands
     * @param mode the order that the field is declared with
     * @return the site of the call
     * @throws ReflectiveOperationException if there is no such field
     */
    public static CallSite linkPutField(
            MethodHandles.Lookup lookup, String name, MethodType type, String site, String mode)
            throws ReflectiveOperationException {
        FieldKey field = FieldKey.of(lookup, type.parameterType(0), name, type.parameterType(1));
        Access access = Access.plainWrite(site).inOrder(Mode.valueOf(mode));
        return new ConstantCallSite(MethodHandles.insertArguments(PUT_FIELD, 0, access, field).asType(type));
    }

    private static void putField(Access access, FieldKey field, Object owner, Object value) {
        Execution execution = Execution.current();
        if (execution == null) {
            field.setRealValue(owner, value);
        } else {
            field(execution, access, owner, field, new Object[] {value});
        }
    }

    /**
     * Links the read of an array element.
     *
     * @param lookup of the class with the access
     * @param name ignored
     * @param type from array and index to element
     * @param site where it stands
     * @return the site of the call
     * @throws ReflectiveOperationException never
     */
    public static CallSite linkLoad(MethodHandles.Lookup lookup, String name, MethodType type, String site)
            throws ReflectiveOperationException {
        MethodHandle load = MethodHandles.lookup().findStatic(
                Hooks.class, "load", MethodType.methodType(Object.class, Access.class, Object.class, int.class));
        return new ConstantCallSite(load.bindTo(Access.plainRead(site)).asType(type));
    }

    private static Object load(Access access, Object array, int index) {
        Execution execution = Execution.current();
        return execution == null ? Array.get(array, index) : element(execution, access, array, index, new Object[0]);
    }

    /**
     * Links the write of an array element.
     *
     * @param lookup of the class with the access
     * @param name ignored
     * @param type from array, index and element to nothing
     * @param site where it stands
     * @param mode whether it may race
     * @return the site of the call
     * @throws ReflectiveOperationException never
     */
    public static CallSite linkStore(
            MethodHandles.Lookup lookup, String name, MethodType type, String site, String mode)
            throws ReflectiveOperationException {
        MethodHandle store = MethodHandles.lookup().findStatic(Hooks.class, "store",
                MethodType.methodType(void.class, Access.class, Object.class, int.class, Object.class));
        Access access = Access.plainWrite(site).inOrder(Mode.valueOf(mode));
        return new ConstantCallSite(store.bindTo(access).asType(type));
    }

    private static void store(Access access, Object array, int index, Object value) {
        Execution execution = Execution.current();
        if (execution == null) {
            Array.set(array, index, value);
        } else {
            element(execution, access, array, index, new Object[] {value});
        }
    }

    /**
     * Takes the place of {@link MethodHandles.Lookup#findVarHandle}.
     *
     * @param lookup as there
     * @param owner as there
     * @param name as there
     * @param type as there
     * @return as there
     * @throws ReflectiveOperationException as there
     */
    public static VarHandle findVarHandle(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type)
            throws ReflectiveOperationException {
        VarHandle handle = lookup.findVarHandle(owner, name, type);
        FieldKey.of(lookup, owner, name, type).register(handle);
        return handle;
    }

    /**
     * Takes the place of {@link VarHandle#withInvokeExactBehavior}.
     *
     * @param handle as there
     * @return as there
     */
    public static VarHandle withInvokeExactBehavior(VarHandle handle) {
        VarHandle exact = handle.withInvokeExactBehavior();
        FieldKey field = FieldKey.of(handle);
        if (field != null) {
            field.register(exact);
        }
        return exact;
    }

    /**
     * Comes at the end of every constructor's call of its superclass, and after every new array.
     *
     * @param object what was made
     */
    public static void allocated(Object object) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.allocated(object);
        }
    }

    /**
     * Comes before what is not simulated.
     *
     * @param what what that is
     * @param site where it stands
     */
    public static void refuse(String what, String site) {
        if (Execution.current() != null) {
            throw new Failure("not simulated: " + what + ", at " + site);
        }
    }

    /**
     * Takes the place of the fences.
     *
     * @param kind the fence's name
     * @param site where it stands
     */
    public static void fence(String kind, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.fence(kind, site);
        }
    }

    /**
     * Takes the place of {@link Thread#onSpinWait}.
     *
     * @param site where it stands
     */
    public static void onSpinWait(String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.spinWait(site);
        }
    }

    /**
     * Takes the place of {@link java.util.concurrent.locks.LockSupport#park(Object)} and its timed forms.
     *
     * @param nanos how long; negative is for ever
     * @param site where it stands
     */
    public static void park(long nanos, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.park(site, nanos);
        }
    }

    /**
     * Takes the place of {@link java.util.concurrent.locks.LockSupport#unpark}.
     *
     * @param thread as there
     * @param site where it stands
     */
    public static void unpark(Thread thread, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.unpark(thread, site);
        }
    }

    /**
     * Takes the place of {@link Thread#start}. Nothing is started while no execution runs.
     *
     * @param thread the one to start
     * @param site where it stands
     * @throws NoSuchMethodException never
     */
    public static void start(Thread thread, String site) throws NoSuchMethodException {
        Execution execution = Execution.current();
        if (thread.getClass().getMethod("start").getDeclaringClass() != Thread.class) {
            refuse("a start method of " + thread.getClass().getName() + "'s own", site);
        }
        if (execution != null) {
            execution.start(thread, site);
        }
    }

    /**
     * Takes the place of {@link Thread#join()}.
     *
     * @param thread the one to wait for
     * @param site where it stands
     */
    public static void join(Thread thread, String site) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.join(Objects.requireNonNull(thread), site);
        }
    }

    /**
     * Takes the place of {@link Thread#isAlive}.
     *
     * @param thread the one to ask of
     * @param site where it stands
     * @return whether it has been started and has not ended
     */
    public static boolean isAlive(Thread thread, String site) {
        Execution execution = Execution.current();
        return execution != null && execution.isAlive(Objects.requireNonNull(thread), site);
    }

    /**
     * Takes the place of {@link Thread#currentThread}.
     *
     * @return a thread that stands for the one under test
     */
    public static Thread currentThread() {
        Execution execution = Execution.current();
        return execution == null ? Thread.currentThread() : execution.currentThread();
    }

    /**
     * Takes the place of {@link Thread#interrupted}: nobody interrupts here.
     *
     * @return false
     */
    public static boolean interrupted() {
        return false;
    }

    /**
     * Takes the place of {@link Thread#isInterrupted}: nobody interrupts here.
     *
     * @param thread ignored
     * @return false
     */
    public static boolean isInterrupted(Thread thread) {
        return false;
    }

    /**
     * Takes the place of {@link System#nanoTime}: time passes only while everybody waits.
     *
     * @return the simulated time
     */
    public static long nanoTime() {
        Execution execution = Execution.current();
        return execution == null ? System.nanoTime() : execution.nanoTime();
    }

    /**
     * Takes the place of {@code Backoff.pause}, which is no waiting for anybody: nothing happens.
     *
     * @param nanos the state
     * @return the same
     */
    public static int pause(int nanos) {
        return nanos;
    }

    /**
     * Takes the place of {@code Backoff.giveWay}, which waits for nobody either.
     *
     * @param times the state
     * @return the same
     */
    public static int giveWay(int times) {
        return times;
    }

    /**
     * Takes the place of {@code Backoff.fallBack}, which waits for nobody either.
     *
     * @param passed ignored
     */
    public static void fallBack(int passed) {
    }

    /** Takes the place of {@code Backoff.pauseOnce}: whoever looks again at once may see the same. */
    public static void pauseOnce() {
    }

    /**
     * Takes the place of {@code Backoff.patience}.
     *
     * @return for ever, or not at all
     */
    public static int patience() {
        Execution execution = Execution.current();
        return execution == null ? 1 : execution.patience();
    }
}
