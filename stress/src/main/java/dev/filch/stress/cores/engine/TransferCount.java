package dev.filch.stress.cores.engine;

/**
 * How often the line of a variable moved between cores.
 *
 * @param reads transfers for a read
 * @param writes transfers for a write or a locked instruction
 */
public record TransferCount(long reads, long writes) {

    TransferCount plus(TransferCount other) {
        return new TransferCount(reads + other.reads, writes + other.writes);
    }

    /**
     * All transfers.
     *
     * @return reads and writes
     */
    public long sum() {
        return reads + writes;
    }
}
