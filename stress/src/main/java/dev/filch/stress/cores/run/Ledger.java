package dev.filch.stress.cores.run;

/** Checks that each sent message arrives exactly once: by the count, the sum, and a sum of hashes of the numbers. */
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

    /** Adds the messages of another ledger. */
    void add(Ledger other) {
        count += other.count;
        sum += other.sum;
        hashes += other.hashes;
        received += other.received;
    }

    /** Returns the number of received messages. */
    long receivedCount() {
        return received;
    }

    boolean isBalanced() {
        return count == 0;
    }

    /** Throws unless each message has arrived exactly once. */
    void requireBalanced(String work) {
        if (count != 0 || sum != 0 || hashes != 0) {
            throw new IllegalStateException(work + " has lost or duplicated messages: sent minus received is " + count
                    + ", and the sums of their numbers differ by " + sum);
        }
    }

    private static long hash(long number) {
        long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
        return (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    }
}
