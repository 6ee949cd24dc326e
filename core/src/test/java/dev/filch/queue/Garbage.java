package dev.filch.queue;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Creates objects and checks which are still reachable. No frame of a test refers to them. */
final class Garbage {

    private static final int COLLECTIONS = 50;
    private static final long MILLIS_PER_COLLECTION = 100;

    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Set<Reference<?>> watched = new HashSet<>();

    /** Creates an object that is expected to become unreachable. */
    Object object() {
        return watch(new byte[64]);
    }

    <T> T watch(T object) {
        watched.add(new WeakReference<>(object, collected));
        return object;
    }

    /** Watches an object of the supplier, and keeps no reference to it. */
    void watchOnly(Supplier<?> supplier) {
        watch(supplier.get());
    }

    /** Fails unless all watched objects become unreachable. */
    void assertAllCollected() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && !watched.isEmpty(); i++) {
            System.gc();
            collect(MILLIS_PER_COLLECTION);
        }
        if (!watched.isEmpty()) {
            fail(watched.size() + " objects are still reachable");
        }
    }

    /** Collects until at least this many watched objects are unreachable; returns how many are. */
    int collectedAfterAtLeast(int number) throws InterruptedException {
        int before = watched.size();
        for (int i = 0; i < COLLECTIONS && before - watched.size() < number; i++) {
            System.gc();
            collect(MILLIS_PER_COLLECTION);
        }
        return before - watched.size();
    }

    private void collect(long millis) throws InterruptedException {
        Reference<?> reference = collected.remove(millis);
        while (reference != null) {
            watched.remove(reference);
            reference = collected.poll();
        }
    }
}
