package dev.filch.stress.cores.engine;

/**
 * How often the line of a variable moved between cores.
 *
 * @param reads transfers for a read
 * @param writes transfers for a write or a locked instruction
 */
public record TransferCount(long reads, long writes) {

    static final TransferCount NONE = new TransferCount(0, 0);

    TransferCount plus(boolean write) {
        return write ? new TransferCount(reads, writes + 1) : new TransferCount(reads + 1, writes);
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
