package dev.filch.bench.synthetic;

/** Adds 0 to 99. */
record SumTask(int number, Ledger ledger) implements Runnable {

    /** The result of each task. */
    static final long RESULT = 4950;

    private static final int TERMS = 100;

    @Override
    public void run() {
        long sum = 0;
        for (int term = 0; term < TERMS; term++) {
            sum += term;
        }
        ledger.record(number, sum);
    }
}
