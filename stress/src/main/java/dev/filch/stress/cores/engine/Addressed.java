package dev.filch.stress.cores.engine;

/** An object with an address in simulated memory. Every rewritten class implements this. */
public interface Addressed {

    /**
     * Returns the object's address.
     *
     * @return the address; 0 until the object has been placed
     */
    long simulatedAddress();

    /**
     * Places the object.
     *
     * @param address its address
     */
    void simulatedAddress(long address);
}
