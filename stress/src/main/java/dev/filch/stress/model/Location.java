package dev.filch.stress.model;

import dev.filch.stress.rewrite.FieldKey;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A variable of the program under test, with all writes to it in modification order. */
final class Location {

    /** A dense number, in the order of first use in this execution. */
    final int number;

    /** A number that is the same in all executions in which the same thread makes the same object. */
    final long identity;

    private final Object base;
    private final Object key;

    final List<Message> history = new ArrayList<>(4);

    /**
     * The last volatile write, or the last write that happened before a full fence if that is later. No later volatile
     * read returns an older write.
     */
    Message volatileFloor;

    /** The latest write at the last single step that accessed this location. No later read returns an older write. */
    Message stepFloor;

    /** The index of the oldest write that some thread may still read; set before the state is hashed. */
    int oldestReadable;

    /**
     * For each thread, the overwritten value that it read last, and how often in succession; null and 0 if there is
     * none.
     */
    Message[] lastStale;
    int[] staleReads;

    /** For each thread, its clock at its last access of each kind; 0 if there is none. */
    int[] plainReads;
    int[] plainWrites;
    int[] racyWrites;
    int[] atomicReads;
    int[] atomicWrites;

    /**
     * A field or an array element, with the value that the real object holds: the one stored before the threads
     * started.
     *
     * @param key a {@link FieldKey} or an index
     */
    Location(int number, long baseIdentity, Object base, Object key, int threads) {
        this.number = number;
        this.base = base;
        this.key = key;
        identity = StateHash.mix(baseIdentity * 31 + key.hashCode());
        Object initial = key instanceof FieldKey field ? field.realValue(base) : Array.get(base, (Integer) key);
        lastStale = new Message[threads];
        staleReads = new int[threads];
        plainReads = new int[threads];
        plainWrites = new int[threads];
        racyWrites = new int[threads];
        atomicReads = new int[threads];
        atomicWrites = new int[threads];
        Message first = new Message(this, initial, 0, 0, null, false);
        history.add(first);
        volatileFloor = first;
        stepFloor = first;
    }

    /** Makes room for more threads. */
    void makeRoomFor(int threads) {
        lastStale = Arrays.copyOf(lastStale, threads);
        staleReads = Arrays.copyOf(staleReads, threads);
        plainReads = Arrays.copyOf(plainReads, threads);
        plainWrites = Arrays.copyOf(plainWrites, threads);
        racyWrites = Arrays.copyOf(racyWrites, threads);
        atomicReads = Arrays.copyOf(atomicReads, threads);
        atomicWrites = Arrays.copyOf(atomicWrites, threads);
    }

    /** A name for messages and traces. */
    String name() {
        return key instanceof FieldKey field
                ? simpleName(base.getClass()) + "." + field.name()
                : simpleName(base.getClass().getComponentType()) + "[" + key + "]";
    }

    /** Avoids {@link Class#getSimpleName}, which would load the enclosing classes. */
    private static String simpleName(Class<?> type) {
        String name = type.getName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    Message latest() {
        return history.get(history.size() - 1);
    }

    /** Inserts a write into the modification order. */
    void insert(int index, Message message) {
        history.add(index, message);
        for (int i = index; i < history.size(); i++) {
            history.get(i).index = i;
        }
    }

    /**
     * Whether another write may directly follow a message. Nothing may come between an update and the message it read.
     */
    boolean mayFollow(int index) {
        return index + 1 == history.size() || !history.get(index + 1).update;
    }
}
