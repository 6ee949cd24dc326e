package dev.filch.stress.cores.work;

import java.util.Queue;

/** A queue that each thread uses through a handle of its own. */
interface PerThread<E> extends Queue<E> {

    /** Returns the handle of a thread. */
    Queue<E> of(int thread);
}
