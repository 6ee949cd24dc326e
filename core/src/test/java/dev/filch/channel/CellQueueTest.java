package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one thread sees of a cell queue, and how many dead cells it keeps. */
class CellQueueTest {

    private final CellQueue<Integer> queue = new CellQueue<>(CellQueue.SLACK);

    private Cell<Integer> add(int element) {
        Cell<Integer> cell = new Cell<>(element);
        assertTrue(queue.offer(cell, Long.MAX_VALUE));
        return cell;
    }

    /** How many cells are linked, dead or alive. */
    private int linkedCells() {
        int count = 0;
        Cell<Integer> cell = queue.headAcquire();
        while (cell != null) {
            count++;
            cell = cell.nextVolatile();
        }
        return count;
    }

    @Test
    void limitCountsWhatIsInside() {
        assertTrue(queue.offer(new Cell<>(1), 2));
        Cell<Integer> second = new Cell<>(2);
        assertTrue(queue.offer(second, 2));
        assertFalse(queue.offer(new Cell<>(3), 2));
        assertTrue(queue.remove(second));
        assertFalse(queue.remove(second));
        assertEquals(1, queue.count());
        assertTrue(queue.offer(new Cell<>(4), 2));
        assertEquals(1, queue.poll());
        assertEquals(4, queue.poll());
        assertNull(queue.poll());
        assertEquals(0, queue.count());
    }

    @Test
    void closedQueueTakesNothingAndCountsNothing() {
        add(1);
        queue.close();
        queue.close();
        assertFalse(queue.offer(new Cell<>(2), Long.MAX_VALUE));
        assertFalse(queue.offer(new Cell<>(3), Long.MAX_VALUE));
        assertEquals(1, queue.count());
        assertEquals(1, queue.poll());
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertTrue(queue.isEmpty());
        assertFalse(queue.offer(new Cell<>(4), Long.MAX_VALUE));
        assertEquals(0, queue.count());
    }

    @Test
    void deadCellsDoNotAccumulateBehindALiveOne() {
        add(-1);
        int most = 0;
        for (int i = 0; i < 1_000_000; i++) {
            Cell<Integer> cell = add(i);
            Cell<Integer> other = i % 3 == 0 ? add(i) : null;
            queue.remove(cell);
            if (other != null) {
                queue.remove(other);
            }
            if (i % 1_000 == 0) {
                most = Math.max(most, linkedCells());
            }
        }
        assertTrue(most <= CellQueue.SLACK + 5, "too many linked cells: " + most);
        assertEquals(1, queue.count());
        assertEquals(-1, queue.poll());
        assertNull(queue.poll());
    }

    @Test
    void sweepKeepsLiveCells() {
        List<Cell<Integer>> cells = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            cells.add(add(i));
        }
        for (int i = 0; i < 1_000; i++) {
            if (i % 10 != 0) {
                assertTrue(queue.remove(cells.get(i)));
            }
        }
        // The sweeps came when 532 cells had died, and then with fewer: at most live + slack are left.
        assertTrue(linkedCells() <= 2 * 100 + CellQueue.SLACK + 2, () -> linkedCells() + " linked cells");
        for (int i = 0; i < 1_000; i += 10) {
            assertEquals(i, queue.poll());
        }
        assertNull(queue.poll());
    }

    @Test
    void emptyQueueKeepsOneCell() {
        for (int i = 0; i < 1_000; i++) {
            add(i);
        }
        for (Cell<Integer> cell = queue.first(); cell != null; cell = queue.after(cell)) {
            queue.remove(cell);
        }
        assertTrue(queue.isEmpty());
        assertEquals(1, linkedCells());
    }

    @Test
    void cellThatWasTakenLeadsOnToTheLiveOnes() {
        Cell<Integer> first = add(0);
        for (int i = 1; i < 10; i++) {
            add(i);
        }
        Cell<Integer> last = add(10);
        for (int i = 0; i < 10; i++) {
            queue.poll();
        }
        assertSame(last, queue.after(first));
    }

    @Test
    void takenElementIsNotKept() {
        CellQueue<Object> objects = new CellQueue<>(CellQueue.SLACK);
        WeakReference<Object> taken = new WeakReference<>(new Object());
        objects.offer(new Cell<>(taken.get()), Long.MAX_VALUE);
        objects.poll();
        while (taken.get() != null) {
            System.gc();
        }
    }
}
