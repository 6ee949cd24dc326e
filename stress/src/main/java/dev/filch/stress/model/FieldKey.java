package dev.filch.stress.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A field of the program under test, and which VarHandles lead to it. An array element needs no key of its own: its
 * index is one.
 */
final class FieldKey {

    private static final Map<String, FieldKey> FIELDS = new ConcurrentHashMap<>();

    /** Handles are told apart by identity, which is what their own equals does. */
    private static final Map<VarHandle, FieldKey> HANDLES = new ConcurrentHashMap<>();

    final String name;
    private final String text;
    private final VarHandle handle;

    private FieldKey(Class<?> declaring, String name, VarHandle handle) {
        this.name = name;
        this.handle = handle;
        text = declaring.getName() + "." + name;
    }

    static FieldKey of(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type)
            throws ReflectiveOperationException {
        Class<?> declaring = owner;
        while (true) {
            try {
                declaring.getDeclaredField(name);
                break;
            } catch (NoSuchFieldException e) {
                declaring = declaring.getSuperclass();
                if (declaring == null) {
                    throw e;
                }
            }
        }
        Class<?> home = declaring;
        VarHandle handle = MethodHandles.privateLookupIn(home, lookup).findVarHandle(home, name, type);
        return FIELDS.computeIfAbsent(
                System.identityHashCode(home.getClassLoader()) + home.getName() + "." + name,
                ignored -> new FieldKey(home, name, handle));
    }

    void register(VarHandle of) {
        HANDLES.put(of, this);
    }

    /** Whether a handle leads to a field; else it leads to array elements. */
    static FieldKey of(VarHandle handle) {
        return HANDLES.get(handle);
    }

    /** What the field really holds: what was put there before the simulation could see it. */
    Object realValue(Object owner) {
        return handle.get(owner);
    }

    void setRealValue(Object owner, Object value) {
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
