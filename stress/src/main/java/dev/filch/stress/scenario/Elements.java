package dev.filch.stress.scenario;

import java.util.ArrayList;
import java.util.List;

/** The state of a structure in its specification: a sequence of elements, with the slots in use. */
final class Elements {

    final State state;

    private final List<Cell> cells = new ArrayList<>();

    /** Taken elements whose slots the consumers have not freed. */
    private final List<Cell> leaving = new ArrayList<>();

    private int tail;

    /** Whether a ring, an injector or a channel refuses further elements. */
    boolean closed;

    /** What a channel was closed with; zero if with nothing. */
    int cause;

    /** The number of elements that a channel has dropped and counted. */
    int dropped;

    /** Whether a thief of a deque has announced that it sleeps. */
    boolean asleep;

    /** Tickets of offers that the injector will refuse. */
    int tickets;

    /** The number of changes at the head. */
    int changes;

    /** The number of times a deque's elements were moved to another buffer. */
    int moves;

    /** Whether a thief holds a reservation from which nothing was claimed. */
    boolean reserved;

    private Elements(State state) {
        this.state = state;
    }

    /** The initial structures of a scenario: one, or two. */
    static List<Elements> of(State state) {
        List<Elements> structures = new ArrayList<>();
        Elements first = new Elements(state);
        first.tail = state.firstPosition();
        state.contents().forEach(value -> first.publish(first.add(value)));
        structures.add(first);
        state.other().ifPresent(second -> structures.addAll(of(second)));
        return structures;
    }

    Elements copy() {
        Elements copy = new Elements(state);
        copy.cells.addAll(cells);
        copy.leaving.addAll(leaving);
        copy.tail = tail;
        copy.closed = closed;
        copy.cause = cause;
        copy.dropped = dropped;
        copy.asleep = asleep;
        copy.tickets = tickets;
        copy.changes = changes;
        copy.moves = moves;
        copy.reserved = reserved;
        return copy;
    }

    /** A key that is equal for equal states only. */
    List<Object> key() {
        return List.of(
                List.copyOf(cells), List.copyOf(leaving), tail, closed, cause, dropped, asleep, tickets, changes, moves,
                reserved);
    }

    int head() {
        return tail - cells.size();
    }

    int tail() {
        return tail;
    }

    int size() {
        return cells.size();
    }

    boolean isEmpty() {
        return cells.isEmpty();
    }

    /** The oldest element; null if there is none. */
    Cell first() {
        return at(head());
    }

    /** The element at a position; null if it has been taken or not been added. */
    Cell at(int position) {
        return position < head() || position >= tail ? null : cells.get(position - head());
    }

    /** The element in the slot of a position, present or taken but not cleared. */
    Cell inSlot(int position) {
        return leaving.stream().filter(cell -> cell.position() == position).findFirst().orElse(at(position));
    }

    /** The number of published elements from the oldest on, at most {@code max}. */
    int published(int max) {
        int count = 0;
        while (count < Math.min(max, size()) && cells.get(count).published()) {
            count++;
        }
        return count;
    }

    /** Claims the slot after the newest element; returns its position. */
    int add(int value) {
        cells.add(new Cell(tail, value, false));
        return tail++;
    }

    /** Stores an element into a claimed slot. */
    void fill(int position, int value) {
        cells.set(position - head(), new Cell(position, value, false));
    }

    /** Adds a batch in one step, in such an order that this deque's owner pops the oldest element first. */
    void addBatch(int digits) {
        List<Integer> batch = new ArrayList<>();
        for (int left = digits; left > 0; left /= 10) {
            batch.add(state.isLifo() ? batch.size() : 0, left % 10);
        }
        batch.forEach(value -> publish(add(value)));
    }

    void publish(int position) {
        cells.set(position - head(), new Cell(position, at(position).value(), true));
    }

    /** Claims the oldest element. */
    Cell takeFirst() {
        changes++;
        Cell cell = cells.remove(0);
        leaving.add(cell);
        return cell;
    }

    /** Takes all elements, and one more unless the structure is closed; returns them as digits. */
    int takeRest(int last) {
        int digits = 0;
        for (Cell cell : cells) {
            digits = cell.value() == 0 ? digits : Steps.appended(digits, cell.value());
        }
        cells.clear();
        changes++;
        if (closed) {
            return digits;
        }
        tail++;
        return Steps.appended(digits, last);
    }

    /** Removes the newest element as if it had not been added. */
    Cell removeLast() {
        tail--;
        return cells.remove(cells.size() - 1);
    }

    /** Frees the slot of a taken element. */
    void release(int position) {
        leaving.removeIf(cell -> cell.position() == position);
    }
}
