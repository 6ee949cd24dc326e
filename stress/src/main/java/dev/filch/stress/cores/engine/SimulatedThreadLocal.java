package dev.filch.stress.cores.engine;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Replaces {@link ThreadLocal}, because all simulated threads run on one real thread and would share its values.
 *
 * @param <T> the type of its values
 */
public class SimulatedThreadLocal<T> {

    /** An access reads the thread, its table, the table's length, an entry and the value. */
    private static final int READS = 5;

    private static final Map<SimulatedThreadLocal<?>, Object> OUTSIDE_OF_RUNS = new IdentityHashMap<>();

    /** Creates a variable whose initial value is that of {@link #initialValue}. */
    public SimulatedThreadLocal() {
    }

    /**
     * Replaces {@link ThreadLocal#withInitial}.
     *
     * @param <S> as there
     * @param supplier as there
     * @return as there
     */
    public static <S> SimulatedThreadLocal<S> withInitial(Supplier<? extends S> supplier) {
        return new SimulatedThreadLocal<>() {
            @Override
            protected S initialValue() {
                return supplier.get();
            }
        };
    }

    /**
     * Replaces {@link ThreadLocal#initialValue}.
     *
     * @return as there
     */
    protected T initialValue() {
        return null;
    }

    /**
     * Replaces {@link ThreadLocal#get}.
     *
     * @return as there
     */
    @SuppressWarnings("unchecked")
    public T get() {
        Map<SimulatedThreadLocal<?>, Object> values = values();
        if (!values.containsKey(this)) {
            values.put(this, initialValue());
        }
        return (T) values.get(this);
    }

    /**
     * Replaces {@link ThreadLocal#set}.
     *
     * @param value as there
     */
    public void set(T value) {
        values().put(this, value);
    }

    /** Replaces {@link ThreadLocal#remove}. */
    public void remove() {
        values().remove(this);
    }

    private static Map<SimulatedThreadLocal<?>, Object> values() {
        Machine machine = Machine.current();
        return machine == null || machine.running == null
                ? OUTSIDE_OF_RUNS
                : machine.pass(READS * machine.costs.hit()).thread.locals;
    }
}
