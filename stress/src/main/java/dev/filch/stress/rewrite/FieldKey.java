package dev.filch.stress.rewrite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A field of the program under test, with the VarHandles that refer to it. The key of an array element is its index.
 */
public final class FieldKey {

    /**
     * The keys of the fields declared by a class. A ClassValue keeps them with the class, so that its loader can be
     * collected.
     */
    private static final ClassValue<Map<String, FieldKey>> FIELDS = new ClassValue<>() {
        @Override
        protected Map<String, FieldKey> computeValue(Class<?> declaring) {
            return new ConcurrentHashMap<>();
        }
    };

    /** The keys of the handles whose first coordinate is a given class. Handles compare by identity. */
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
     * @param lookup the lookup of a class that may access the field
     * @param owner a class that declares or inherits the field
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

    /** Finds the field in a class or its nearest superclass that declares one. */
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
     * Calls {@link MethodHandles.Lookup#findVarHandle}, and records the handle.
     *
     * @param lookup as in the JDK
     * @param owner as in the JDK
     * @param name as in the JDK
     * @param type as in the JDK
     * @return as in the JDK
     * @throws ReflectiveOperationException as in the JDK
     */
    public static VarHandle findVarHandle(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type)
            throws ReflectiveOperationException {
        VarHandle handle = lookup.findVarHandle(owner, name, type);
        handlesLike(handle).put(handle, of(lookup, owner, name, type));
        return handle;
    }

    /**
     * Calls {@link VarHandle#withInvokeExactBehavior}, and records the handle.
     *
     * @param handle as in the JDK
     * @return as in the JDK
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
     * The field that a VarHandle refers to.
     *
     * @param handle the handle
     * @return the field; null if the handle refers to array elements
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
     * @return the name without the class
     */
    public String name() {
        return name;
    }

    /**
     * The value of the real field, which was stored outside a simulation.
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
