package dev.filch.stress.cores.engine;

/** An object that knows where it lies in simulated memory. Every rewritten class implements this. */
public interface Addressed {

    /**
     * Where the object begins.
     *
     * @return the address; 0 until the object has been placed
     */
    long simulatedAddress();

    /**
     * Places the object.
     *
     * @param address where it begins
     */
    void simulatedAddress(long address);
}
