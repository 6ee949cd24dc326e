package dev.filch.stress.cores.engine;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Where objects and arrays lie, and the cache lines there. Each thread allocates in a region of its own, one object
 * behind the other, as in a thread-local allocation buffer; so does the set-up, before any thread runs.
 */
final class SimulatedMemory {

    /** The size of a cache line. */
    static final int LINE_BYTES = 64;

    private static final int LINE_SHIFT = 6;
    private static final int REGION_SHIFT = 40;
    private static final long OFFSET_MASK = (1L << REGION_SHIFT) - 1;
    private static final int PAGE_SHIFT = 8;
    private static final int LINES_PER_PAGE = 1 << PAGE_SHIFT;
    private static final int ALIGNMENT = 8;

    /** The region of objects that were made while no machine ran, as those in static fields. */
    private static final int STATIC = 0;

    /** The region of objects that were made before any thread ran. */
    private static final int SET_UP = 1;

    /** Addresses start above zero, which stands for no address. */
    private static long nextStatic = ALIGNMENT;

    private Region[] regions = {new Region(STATIC, null), new Region(SET_UP, null)};

    /** Arrays have no field for an address. */
    private final Map<Object, Long> arrays = new IdentityHashMap<>();

    /** A stretch of memory that one thread allocates in. */
    private static final class Region {
        final long start;
        final SimulatedThread thread;
        long next;
        Line[][] pages = new Line[16][];

        Region(int number, SimulatedThread thread) {
            start = (long) number << REGION_SHIFT;
            this.thread = thread;
        }
    }

    /** Makes a region for a new thread. */
    void addRegion(SimulatedThread thread) {
        int number = regions.length;
        regions = Arrays.copyOf(regions, number + 1);
        regions[number] = new Region(number, thread);
        thread.region = number;
    }

    /** Places an object that was made while no machine ran. */
    static synchronized void placeStatic(Addressed object) {
        object.simulatedAddress(nextStatic);
        nextStatic += aligned(Layouts.size(object.getClass()));
    }

    /** Places an object in the region of a thread; {@code thread} is null during the set-up. */
    void place(Addressed object, SimulatedThread thread) {
        object.simulatedAddress(allocate(region(thread), Layouts.size(object.getClass())));
    }

    private Region region(SimulatedThread thread) {
        return regions[thread == null ? SET_UP : thread.region];
    }

    private static long allocate(Region region, long size) {
        long address = region.start + region.next;
        region.next += aligned(size);
        return address;
    }

    private static long aligned(long size) {
        return size + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** The address of an array, which lies in the region of a thread if it has none yet. */
    long addressOf(Object array, SimulatedThread thread) {
        Long known = arrays.get(array);
        if (known != null) {
            return known;
        }
        long elements = (long) java.lang.reflect.Array.getLength(array) * Layouts.arrayScale(array.getClass());
        long address = allocate(region(thread), Layouts.ARRAY_BASE + elements);
        arrays.put(array, address);
        return address;
    }

    /** Forgets all arrays and lines, when the run is over. */
    void clear() {
        regions = new Region[0];
        arrays.clear();
    }

    /** The number of the line of an address; numbers of neighbours differ by one. */
    static long lineNumber(long address) {
        return address >>> LINE_SHIFT;
    }

    /** Whether an object may lie at an address. */
    boolean isAllocated(long address) {
        int region = (int) (address >>> REGION_SHIFT);
        return (address & OFFSET_MASK) < (region == STATIC ? nextStatic : regions[region].next);
    }

    /** The line of an address. A new one belongs to the core whose thread has allocated it. */
    Line line(long address) {
        Region region = regions[(int) (address >>> REGION_SHIFT)];
        int number = (int) ((address & OFFSET_MASK) >>> LINE_SHIFT);
        int page = number >>> PAGE_SHIFT;
        if (page >= region.pages.length) {
            region.pages = Arrays.copyOf(region.pages, Math.max(page + 1, 2 * region.pages.length));
        }
        Line[] lines = region.pages[page];
        if (lines == null) {
            lines = new Line[LINES_PER_PAGE];
            region.pages[page] = lines;
        }
        Line line = lines[number & LINES_PER_PAGE - 1];
        if (line == null) {
            line = new Line();
            lines[number & LINES_PER_PAGE - 1] = line;
            if (region.thread != null && region.thread.core != null) {
                line.owner = region.thread.core.number;
            }
        }
        return line;
    }
}
