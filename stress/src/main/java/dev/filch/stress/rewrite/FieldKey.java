package dev.filch.stress.rewrite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A field of the program under test, and the VarHandles that lead to it. An array element needs no key of its own: its
 * index is one.
 */
public final class FieldKey {

    /** The keys of the fields that a class declares; kept with the class, so that its loader can be collected. */
    private static final ClassValue<Map<String, FieldKey>> FIELDS = new ClassValue<>() {
        @Override
        protected Map<String, FieldKey> computeValue(Class<?> declaring) {
            return new ConcurrentHashMap<>();
        }
    };

    /**
     * The keys by the handles whose first coordinate is a class. Handles are told apart by identity, which is what
     * their own equals does.
     */
    private static final ClassValue<Map<VarHandle, FieldKey>> HANDLES = new ClassValue<>() {
        @Override
        protected Map<VarHandle, FieldKey> computeValue(Class<?> owner) {
            return new ConcurrentHashMap<>();
        }
    };

    private final Class<?> declaring;
    private final String name;
    private final String text;
    private final VarHandle handle;

    private FieldKey(Class<?> declaring, String name, VarHandle handle) {
        this.declaring = declaring;
        this.name = name;
        this.handle = handle;
        text = declaring.getName() + "." + name;
    }

    /**
     * The key of a field.
     *
     * @param lookup of a class that may access it
     * @param owner a class that declares or inherits it
     * @param name its name
     * @param type its type
     * @return the same key for the same field
     * @throws ReflectiveOperationException if there is no such field
     */
    public static FieldKey of(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type)
            throws ReflectiveOperationException {
        Class<?> home = declaredField(owner, name).getDeclaringClass();
        VarHandle handle = MethodHandles.privateLookupIn(home, lookup).findVarHandle(home, name, type);
        return FIELDS.get(home).computeIfAbsent(name, ignored -> new FieldKey(home, name, handle));
    }

    /** The field of a class or of the nearest superclass that declares one. */
    private static Field declaredField(Class<?> owner, String name) throws NoSuchFieldException {
        try {
            return owner.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            Class<?> parent = owner.getSuperclass();
            if (parent == null) {
                throw e;
            }
            return declaredField(parent, name);
        }
    }

    /**
     * Does what {@link MethodHandles.Lookup#findVarHandle} does, and takes note of the handle.
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
        handlesLike(handle).put(handle, of(lookup, owner, name, type));
        return handle;
    }

    /**
     * Does what {@link VarHandle#withInvokeExactBehavior} does, and takes note of the handle.
     *
     * @param handle as there
     * @return as there
     */
    public static VarHandle withInvokeExactBehavior(VarHandle handle) {
        VarHandle exact = handle.withInvokeExactBehavior();
        FieldKey field = of(handle);
        if (field != null) {
            handlesLike(exact).put(exact, field);
        }
        return exact;
    }

    /**
     * The field that a VarHandle leads to.
     *
     * @param handle the handle
     * @return null if it leads to array elements
     */
    public static FieldKey of(VarHandle handle) {
        return handlesLike(handle).get(handle);
    }

    /** The keys of handles with the same first coordinate. */
    private static Map<VarHandle, FieldKey> handlesLike(VarHandle handle) {
        return HANDLES.get(handle.coordinateTypes().get(0));
    }

    /**
     * The class that declares the field.
     *
     * @return the rewritten class
     */
    public Class<?> declaringClass() {
        return declaring;
    }

    /**
     * The field's name.
     *
     * @return without its class
     */
    public String name() {
        return name;
    }

    /**
     * What the real field holds: what was stored there outside of a simulation.
     *
     * @param owner the object
     * @return the value, boxed if it is primitive
     */
    public Object realValue(Object owner) {
        return handle.get(owner);
    }

    /**
     * Stores into the real field.
     *
     * @param owner the object
     * @param value the value, boxed if it is primitive
     */
    public void setRealValue(Object owner, Object value) {
        handle.set(owner, value);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }
}
