package dev.filch.stress.model;

/**
 * A 128-bit hash of a state of the program under test. The hash does not depend on the order in which locations were
 * first used, which differs between executions. It leaves out writes that no thread can read any more, so that more
 * states are equal.
 */
final class StateHash {

    private final Identities identities;
    private long first;
    private long second;

    StateHash(Identities identities) {
        this.identities = identities;
    }

    void add(long value) {
        first = mix(first + value);
        second = mix(Long.rotateLeft(second, 23) ^ value * 0x9FB21C651E98DF25L);
    }

    void addLocation(Location location) {
        long hash = mix(location.identity);
        for (int index = location.oldestReadable; index < location.history.size(); index++) {
            Message message = location.history.get(index);
            hash = mix(hash + identities.of(message.value));
            hash = mix(hash + (message.update ? 1 : 2) + viewHash(message.released));
            // A full fence compares the writer and the time of the write.
            hash = mix(hash + ((long) message.writer << 32) + message.time);
        }
        hash = mix(hash + Math.max(0, location.volatileFloor.index - location.oldestReadable));
        for (int thread = 0; thread < location.staleReads.length; thread++) {
            Message stale = location.lastStale[thread];
            boolean readable = stale != null && stale.index >= location.oldestReadable;
            hash = mix(hash + (readable
                    ? (stale.index - location.oldestReadable + 1) * 64L + location.staleReads[thread] : 0));
        }
        first += hash;
        second += mix(hash ^ 0x2545F4914F6CDD1DL);
    }

    void addView(View view) {
        add(viewHash(view));
    }

    static long viewHash(View view) {
        if (view == null) {
            return 1;
        }
        long sum = 0;
        for (int number = 0; number < view.locations(); number++) {
            Message message = view.message(number);
            if (message != null && message.index > message.location.oldestReadable) {
                sum += mix(message.location.identity ^ mix(message.index - message.location.oldestReadable));
            }
        }
        int[] clock = view.clock();
        for (int thread = 0; thread < clock.length; thread++) {
            if (clock[thread] != 0) {
                sum = mix(sum + ((long) thread << 32) + clock[thread]);
            }
        }
        return sum;
    }

    static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    Key key() {
        return new Key(first, second);
    }

    /** A finished hash. */
    record Key(long first, long second) {
    }
}
