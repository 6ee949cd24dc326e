package dev.filch.stress.cores.engine;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The addresses of objects and arrays, and the cache lines. Each thread allocates in a region of its own, one object
 * after the other, as in a thread-local allocation buffer. The set-up of a run also has a region of its own.
 */
final class SimulatedMemory {

    /** The size of a cache line in bytes. */
    static final int LINE_BYTES = 64;

    private static final int LINE_SHIFT = 6;
    private static final int REGION_SHIFT = 40;
    private static final long OFFSET_MASK = (1L << REGION_SHIFT) - 1;
    private static final int PAGE_SHIFT = 8;
    private static final int LINES_PER_PAGE = 1 << PAGE_SHIFT;
    private static final int ALIGNMENT = 8;

    /** The region of objects that were created while no machine was current, such as those in static fields. */
    private static final int STATIC = 0;

    /** The region of objects that the set-up of a run creates. */
    private static final int SET_UP = 1;

    /** The next free address for static objects. Addresses start above 0, which means that there is none. */
    private static long nextStatic = ALIGNMENT;

    private Region[] regions = {new Region(STATIC, null), new Region(SET_UP, null)};

    /** The addresses of arrays, which have no field for an address. */
    private final Map<Object, Long> arrays = new IdentityHashMap<>();

    /** The memory in which one thread allocates. */
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

    /** Adds a region for a new thread. */
    void addRegion(SimulatedThread thread) {
        int number = regions.length;
        regions = Arrays.copyOf(regions, number + 1);
        regions[number] = new Region(number, thread);
        thread.region = number;
    }

    /** Places an object that was created while no machine was current. */
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

    /** Returns the address of an array. If it has none, places it in the region of a thread. */
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

    /** Removes all arrays and lines, after the run. */
    void clear() {
        regions = new Region[0];
        arrays.clear();
    }

    /** Returns the number of an address's line; adjacent lines have consecutive numbers. */
    static long lineNumber(long address) {
        return address >>> LINE_SHIFT;
    }

    /** Whether an address is in memory that was allocated. */
    boolean isAllocated(long address) {
        int region = (int) (address >>> REGION_SHIFT);
        return (address & OFFSET_MASK) < (region == STATIC ? nextStatic : regions[region].next);
    }

    /** Returns the line of an address. The first time, its owner is the core of the thread that has allocated it. */
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
