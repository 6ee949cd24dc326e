package dev.filch.stress.cores.run;

/** Checks that everything that was sent arrives exactly once, by count, sum and the sum of a hash of the numbers. */
final class Ledger {

    private long count;
    private long sum;
    private long hashes;
    private long received;

    void sent(long number) {
        count++;
        sum += number;
        hashes += hash(number);
    }

    void received(long number) {
        received++;
        count--;
        sum -= number;
        hashes -= hash(number);
    }

    /** Adds what another one has noted. */
    void add(Ledger other) {
        count += other.count;
        sum += other.sum;
        hashes += other.hashes;
        received += other.received;
    }

    /** How many messages have been received. */
    long receivedCount() {
        return received;
    }

    boolean isBalanced() {
        return count == 0;
    }

    /** Fails unless everything has arrived exactly once. */
    void require(String work) {
        if (count != 0 || sum != 0 || hashes != 0) {
            throw new IllegalStateException(work + " has lost or duplicated messages: " + count + " more were sent than"
                    + " received, and their numbers differ by " + sum);
        }
    }

    private static long hash(long number) {
        long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
        return (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    }
}
