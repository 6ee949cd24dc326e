package dev.filch.bench.synthetic;

import java.util.concurrent.Executor;

/**
 * Submits two tasks, unless it is a leaf. Tasks are numbered from the root, 0, level by level: the children of task n
 * are 2n + 1 and 2n + 2.
 */
record TreeTask(int number, Executor pool, Ledger ledger) implements Runnable {

    @Override
    public void run() {
        int left = 2 * number + 1;
        if (left < ledger.tasks()) {
            pool.execute(new TreeTask(left, pool, ledger));
            pool.execute(new TreeTask(left + 1, pool, ledger));
        }
        ledger.record(number, number);
    }
}
