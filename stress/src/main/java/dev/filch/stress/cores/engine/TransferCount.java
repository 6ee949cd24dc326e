package dev.filch.stress.cores.engine;

/**
 * The number of transfers of a variable's line between cores.
 *
 * @param reads transfers for a read
 * @param writes transfers for a write or a locked instruction
 */
public record TransferCount(long reads, long writes) {

    TransferCount plus(TransferCount other) {
        return new TransferCount(reads + other.reads, writes + other.writes);
    }

    /**
     * Returns the number of all transfers.
     *
     * @return the sum of reads and writes
     */
    public long sum() {
        return reads + writes;
    }
}
