package dev.filch.stress.cores.engine;

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

/**
 * Links the accesses of shared memory in rewritten code. An {@link AccessSite} first spends the simulated time of the
 * access, then the access executes as it was written. Instead, a load may take its value from the store buffer, and a
 * store may enter it.
 */
public final class AccessLinks {

    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

    /** The type of a handle that performs a delayed store: handle, base, index, bits, reference. */
    private static final MethodType WRITER = MethodType.methodType(
            void.class, VarHandle.class, Object.class, int.class, long.class, Object.class);

    private static final MethodType ON_FIELD = MethodType.methodType(void.class, VarHandle.class, Object.class);
    private static final MethodType ON_ELEMENT = MethodType.methodType(void.class, Object.class, int.class);

    private AccessLinks() {
    }

    /**
     * Links an access through a VarHandle.
     *
     * @param lookup the lookup of the class with the access
     * @param name the name of the access method
     * @param type its type, with the handle as the first parameter
     * @param site the place in the code
     * @param read ignored: the access executes as it was written
     * @param write ignored
     * @return the call site
     * @throws ReflectiveOperationException never
     */
    public static CallSite linkVarHandle(
            MethodHandles.Lookup lookup, String name, MethodType type, String site, String read, String write)
            throws ReflectiveOperationException {
        AccessMode mode = AccessMode.valueFromMethodName(name);
        Access access = Access.of(mode, site);
        MethodHandle direct = MethodHandles.varHandleInvoker(mode, type.dropParameterTypes(0, 1));
        boolean isElement = type.parameterType(1).isArray();
        MethodHandle linked = switch (access.kind()) {
            case READ -> load(direct, new AccessSite(site, null), isElement);
            case WRITE -> {
                AccessSite place = new AccessSite(site, writer(setter(type), isElement));
                MethodHandle store = store(direct, place, isElement);
                yield access.write() == Mode.VOLATILE ? then(store, fence(place)) : store;
            }
            default -> MethodHandles.foldArguments(direct, before("lock", new AccessSite(site, null), type, isElement));
        };
        return new ConstantCallSite(linked.asType(type));
    }

    /** Returns a plain store, whatever the mode of the access. The store buffer performs it at the right time. */
    private static MethodHandle setter(MethodType type) {
        return MethodHandles.varHandleInvoker(AccessMode.SET, type.dropParameterTypes(0, 1));
    }

    /**
     * Links the read of a field.
     *
     * @param lookup the lookup of the class with the access
     * @param name the name of the field
     * @param type from owner to value
     * @param site the place in the code
     * @param mode ignored: all loads are ordered
     * @return the call site
     * @throws ReflectiveOperationException if there is no such field
     */
    public static CallSite linkGetField(
            MethodHandles.Lookup lookup, String name, MethodType type, String site, String mode)
            throws ReflectiveOperationException {
        AccessSite place = new AccessSite(site, null);
        place.setField(FieldKey.of(lookup, type.parameterType(0), name, type.returnType()));
        MethodHandle direct = lookup.findGetter(type.parameterType(0), name, type.returnType());
        return withoutHandle(load(withHandle(direct), place, false), type);
    }

    /**
     * Links the write of a field.
     *
     * @param lookup the lookup of the class with the access
     * @param name the name of the field
     * @param type from owner and value to void
     * @param site the place in the code
     * @param mode {@code VOLATILE} if the field is declared so
     * @return the call site
     * @throws ReflectiveOperationException if there is no such field
     */
    public static CallSite linkPutField(
            MethodHandles.Lookup lookup, String name, MethodType type, String site, String mode)
            throws ReflectiveOperationException {
        MethodHandle direct = withHandle(lookup.findSetter(type.parameterType(0), name, type.parameterType(1)));
        AccessSite place = new AccessSite(site, writer(direct, false));
        place.setField(FieldKey.of(lookup, type.parameterType(0), name, type.parameterType(1)));
        MethodHandle store = store(direct, place, false);
        return withoutHandle(Mode.valueOf(mode) == Mode.VOLATILE ? then(store, fence(place)) : store, type);
    }

    /**
     * Links the read of an array element.
     *
     * @param lookup the lookup of the class with the access
     * @param name ignored
     * @param type from array and index to element
     * @param site the place in the code
     * @return the call site
     * @throws ReflectiveOperationException never
     */
    public static CallSite linkLoad(MethodHandles.Lookup lookup, String name, MethodType type, String site)
            throws ReflectiveOperationException {
        MethodHandle direct = MethodHandles.arrayElementGetter(type.parameterType(0));
        return withoutHandle(load(withHandle(direct), new AccessSite(site, null), true), type);
    }

    /**
     * Links the write of an array element.
     *
     * @param lookup the lookup of the class with the access
     * @param name ignored
     * @param type from array, index and element to void
     * @param site the place in the code
     * @param mode ignored
     * @return the call site
     * @throws ReflectiveOperationException never
     */
    public static CallSite linkStore(
            MethodHandles.Lookup lookup, String name, MethodType type, String site, String mode)
            throws ReflectiveOperationException {
        MethodHandle direct = withHandle(MethodHandles.arrayElementSetter(type.parameterType(0))
                .asType(type));
        return withoutHandle(store(direct, new AccessSite(site, writer(direct, true)), true), type);
    }

    private static MethodHandle withHandle(MethodHandle access) {
        return MethodHandles.dropArguments(access, 0, VarHandle.class);
    }

    private static CallSite withoutHandle(MethodHandle access, MethodType type) {
        return new ConstantCallSite(
                MethodHandles.insertArguments(access, 0, (Object) null).asType(type));
    }

    /** Returns a handle that loads from memory or from the store buffer. */
    private static MethodHandle load(MethodHandle direct, AccessSite place, boolean isElement)
            throws ReflectiveOperationException {
        Class<?> value = direct.type().returnType();
        MethodHandle forwarded = value.isPrimitive()
                ? fromBits(value)
                : HERE.findStatic(AccessSite.class, "forwardedReference", MethodType.methodType(Object.class))
                        .asType(MethodType.methodType(value));
        return MethodHandles.guardWithTest(
                test("load", place, direct.type(), isElement),
                direct,
                MethodHandles.dropArguments(forwarded, 0, direct.type().parameterList()));
    }

    /** Returns a handle that stores to memory or to the store buffer. */
    private static MethodHandle store(MethodHandle direct, AccessSite place, boolean isElement)
            throws ReflectiveOperationException {
        MethodType type = direct.type();
        int last = type.parameterCount() - 1;
        Class<?> value = type.parameterType(last);
        MethodType delayed = MethodType.methodType(void.class, VarHandle.class, Object.class);
        delayed = (isElement ? delayed.appendParameterTypes(int.class) : delayed)
                .appendParameterTypes(long.class, Object.class);
        MethodHandle delay = HERE.findVirtual(AccessSite.class, isElement ? "delayElement" : "delayField", delayed)
                .bindTo(place);
        MethodHandle fallback = value.isPrimitive()
                ? MethodHandles.filterArguments(
                        MethodHandles.insertArguments(delay, last + 1, (Object) null), last, toBits(value))
                : MethodHandles.insertArguments(delay, last, 0L);
        return MethodHandles.guardWithTest(test("store", place, type, isElement), direct, fallback.asType(type));
    }

    /** Returns a test for whether an access goes to memory. It takes the leading parameters of the access. */
    private static MethodHandle test(String method, AccessSite place, MethodType type, boolean isElement)
            throws ReflectiveOperationException {
        return bound(method, place, type, isElement, boolean.class);
    }

    /** Returns a handle to call before an access. It takes the leading parameters of the access. */
    private static MethodHandle before(String method, AccessSite place, MethodType type, boolean isElement)
            throws ReflectiveOperationException {
        return bound(method, place, type, isElement, void.class);
    }

    private static MethodHandle bound(
            String method, AccessSite place, MethodType type, boolean isElement, Class<?> result)
            throws ReflectiveOperationException {
        MethodType leading = (isElement ? ON_ELEMENT : ON_FIELD).changeReturnType(result);
        MethodHandle bound = HERE.findVirtual(AccessSite.class, method + (isElement ? "Element" : "Field"), leading)
                .bindTo(place);
        MethodHandle all = isElement ? withHandle(bound) : bound;
        return all.asType(all.type().changeParameterType(1, type.parameterType(1)));
    }

    /** Converts a store to the type {@link #WRITER}, which the store buffer keeps. */
    private static MethodHandle writer(MethodHandle setter, boolean isElement) throws ReflectiveOperationException {
        Class<?> value = setter.type().parameterType(setter.type().parameterCount() - 1);
        MethodHandle generic = isElement
                ? setter.asType(setter.type().changeParameterType(1, Object.class))
                : MethodHandles.dropArguments(
                        setter.asType(setter.type().changeParameterType(1, Object.class)), 2, int.class);
        MethodHandle writer = value.isPrimitive()
                ? MethodHandles.dropArguments(
                        MethodHandles.filterArguments(generic, 3, fromLong(value)), 4, Object.class)
                : MethodHandles.dropArguments(
                        generic.asType(generic.type().changeParameterType(3, Object.class)), 3, long.class);
        return writer.asType(WRITER);
    }

    private static MethodHandle fence(AccessSite place) throws ReflectiveOperationException {
        return HERE.findVirtual(AccessSite.class, "fence", MethodType.methodType(void.class)).bindTo(place);
    }

    private static MethodHandle then(MethodHandle first, MethodHandle second) {
        return MethodHandles.foldArguments(
                MethodHandles.dropArguments(second, 0, first.type().parameterList()), first);
    }

    private static MethodHandle fromBits(Class<?> value) throws ReflectiveOperationException {
        MethodHandle bits = HERE.findStatic(AccessSite.class, "forwardedBits", MethodType.methodType(long.class));
        return MethodHandles.filterReturnValue(bits, fromLong(value));
    }

    /** Converts bits to a primitive value. */
    private static MethodHandle fromLong(Class<?> value) throws ReflectiveOperationException {
        if (value == double.class) {
            return HERE.findStatic(
                    Double.class, "longBitsToDouble", MethodType.methodType(double.class, long.class));
        }
        if (value == float.class) {
            MethodHandle toFloat =
                    HERE.findStatic(Float.class, "intBitsToFloat", MethodType.methodType(float.class, int.class));
            return MethodHandles.explicitCastArguments(
                    toFloat, MethodType.methodType(float.class, long.class));
        }
        return MethodHandles.explicitCastArguments(
                MethodHandles.identity(long.class), MethodType.methodType(value, long.class));
    }

    /** Converts a primitive value to bits. */
    private static MethodHandle toBits(Class<?> value) throws ReflectiveOperationException {
        if (value == double.class) {
            return HERE.findStatic(
                    Double.class, "doubleToRawLongBits", MethodType.methodType(long.class, double.class));
        }
        if (value == float.class) {
            MethodHandle toInt =
                    HERE.findStatic(Float.class, "floatToRawIntBits", MethodType.methodType(int.class, float.class));
            return MethodHandles.explicitCastArguments(toInt, MethodType.methodType(long.class, float.class));
        }
        return MethodHandles.explicitCastArguments(
                MethodHandles.identity(long.class), MethodType.methodType(long.class, value));
    }
}
