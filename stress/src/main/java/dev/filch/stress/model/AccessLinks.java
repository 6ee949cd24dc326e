package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.FieldKey;
import dev.filch.stress.rewrite.Mode;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Links the accesses of shared memory in rewritten code. Each goes to the current execution, or to the real memory if
 * there is none, as during class initialization.
 */
public final class AccessLinks {

    private static final MethodHandle VAR_HANDLE;
    private static final MethodHandle GET_FIELD;
    private static final MethodHandle PUT_FIELD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            VAR_HANDLE = lookup.findStatic(AccessLinks.class, "varHandle",
                    MethodType.methodType(Object.class, Access.class, AccessMode.class, Object[].class));
            GET_FIELD = lookup.findStatic(AccessLinks.class, "getField",
                    MethodType.methodType(Object.class, Access.class, FieldKey.class, Object.class));
            PUT_FIELD = lookup.findStatic(AccessLinks.class, "putField",
                    MethodType.methodType(void.class, Access.class, FieldKey.class, Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private AccessLinks() {
    }

    /**
     * Links an access by a VarHandle.
     *
     * @param lookup the lookup of the class with the access
     * @param name the name of the access method
     * @param type its type, starting with the handle
     * @param site class, method and line of the access
     * @param read the order of its read
     * @param write the order of its write
     * @return the call site
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
     * @param lookup the lookup of the class with the access
     * @param name the field's name
     * @param type the type, from owner to value
     * @param site class, method and line of the access
     * @param mode the order with which the field is declared
     * @return the call site
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
     * @param lookup the lookup of the class with the access
     * @param name the field's name
     * @param type the type, from owner and value to nothing
     * @param site class, method and line of the access
     * @param mode the order with which the field is declared
     * @return the call site
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
     * @param lookup the lookup of the class with the access
     * @param name ignored
     * @param type the type, from array and index to element
     * @param site class, method and line of the access
     * @return the call site
     * @throws ReflectiveOperationException never
     */
    public static CallSite linkLoad(MethodHandles.Lookup lookup, String name, MethodType type, String site)
            throws ReflectiveOperationException {
        MethodHandle load = MethodHandles.lookup().findStatic(
                AccessLinks.class, "load", MethodType.methodType(Object.class, Access.class, Object.class, int.class));
        return new ConstantCallSite(load.bindTo(Access.plainRead(site)).asType(type));
    }

    private static Object load(Access access, Object array, int index) {
        Execution execution = Execution.current();
        return execution == null ? Array.get(array, index) : element(execution, access, array, index, new Object[0]);
    }

    /**
     * Links the write of an array element.
     *
     * @param lookup the lookup of the class with the access
     * @param name ignored
     * @param type the type, from array, index and element to nothing
     * @param site class, method and line of the access
     * @param mode {@code PLAIN}, or {@code RACY} if the write may race
     * @return the call site
     * @throws ReflectiveOperationException never
     */
    public static CallSite linkStore(
            MethodHandles.Lookup lookup, String name, MethodType type, String site, String mode)
            throws ReflectiveOperationException {
        MethodHandle store = MethodHandles.lookup().findStatic(AccessLinks.class, "store",
                MethodType.methodType(void.class, Access.class, Object.class, int.class, Object.class));
        Mode order = Mode.valueOf(mode);
        Access access = Access.plainWrite(site).executedAs(order, order);
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
}
