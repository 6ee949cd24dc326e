package dev.filch.stress.model;

import dev.filch.stress.rewrite.Access;
import dev.filch.stress.rewrite.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The simulated memory: an operational form of RC11 (Lahav et al., "Repairing sequential consistency in C/C++11", PLDI
 * 2017) without promises, after the view machine of Kang et al. ("A promising semantics for relaxed-memory
 * concurrency", POPL 2017). The JDK's access modes map to it as in Bender and Palsberg ("A formalization of Java's
 * concurrent access modes", OOPSLA 2019): opaque is relaxed, volatile is sequentially consistent. As in C++20 and in
 * Bender and Palsberg, but unlike RC11, a later opaque write of the same thread does not continue a release sequence.
 *
 * <p>A write gets a place in the modification order of its location, after every write its thread knows of. A read
 * returns any write that its thread does not know to be overwritten. Volatile accesses are totally ordered by
 * execution: a volatile read returns no write older than the last volatile one. They are not fences.
 *
 * <p>The model leaves out two kinds of executions, so a pass does not cover them. Loads do not see later stores (load
 * buffering). The JDK allows that for plain accesses only; a racy write could take part in it unless an acquiring
 * access precedes the write. The other kind are the few outcomes of RC11 in which the order of volatile accesses
 * contradicts happens-before.
 */
final class Memory {

    private final Choices choices;
    private final Limits limits;
    private int threads;
    private final List<Location> locations = new ArrayList<>();

    /**
     * For each thread: its current view, what an acquire fence would add to that view, and what its later opaque writes
     * release. Null before the thread starts.
     */
    private View[] current;
    private View[] acquirable;
    private View[] fenced;

    /** The views that full fences have passed on. */
    private final View fences;

    private int spuriousFailures;

    /** Whether the current accesses belong to a single step. */
    private boolean inSingleStep;

    Memory(int threads, Choices choices, Limits limits) {
        this.threads = threads;
        this.choices = choices;
        this.limits = limits;
        current = new View[threads];
        acquirable = new View[threads];
        fenced = new View[threads];
        current[0] = new View(threads);
        acquirable[0] = new View(threads);
        fences = new View(threads);
    }

    Location newLocation(long baseIdentity, Object base, Object key) {
        Location location = new Location(locations.size(), baseIdentity, base, key, threads);
        locations.add(location);
        return location;
    }

    /** Starts a thread with the view of its starter. Thread 0 is the set-up. */
    void start(int starter, int started) {
        if (started >= threads) {
            threads = started + 1;
            current = Arrays.copyOf(current, threads);
            acquirable = Arrays.copyOf(acquirable, threads);
            fenced = Arrays.copyOf(fenced, threads);
            locations.forEach(location -> location.makeRoomFor(threads));
        }
        current[started] = current[starter].copy();
        acquirable[started] = new View(threads);
        // Later accesses of either thread must not count as known to the other.
        tick(starter);
        tick(started);
    }

    /** Adds the view of a thread that has ended to the view of another. */
    void join(int thread, int joined) {
        current[thread].join(current[joined]);
    }

    /** Returns a copy of a thread's view for others to acquire. Later accesses of the thread are not in it. */
    View release(int thread) {
        View released = current[thread].copy();
        tick(thread);
        return released;
    }

    void acquire(int thread, View released) {
        current[thread].join(released);
    }

    /**
     * Sets whether the following accesses belong to a single step. Such accesses read the latest writes, write after
     * them, do not fail spuriously, and prevent later reads of older writes. They order other accesses by their own
     * modes only.
     */
    void setInSingleStep(boolean inSingleStep) {
        this.inSingleStep = inSingleStep;
    }

    /** Executes an access. */
    Effect access(int thread, Location location, Access access, Object[] operands) {
        tick(thread);
        Effect effect = switch (access.kind()) {
            case READ -> {
                Message message = read(thread, location, access);
                yield new Effect(message, null, message.value);
            }
            case WRITE -> new Effect(null, write(thread, location, access, operands[0]), null);
            default -> access.kind().isCompare()
                    ? compare(thread, location, access, operands)
                    : update(thread, location, access, operands[0]);
        };
        if (inSingleStep) {
            location.stepFloor = location.latest();
        }
        return effect;
    }

    private Message read(int thread, Location location, Access access) {
        checkRace(thread, location, false, access);
        int floor = floor(thread, location, access.read());
        int latest = location.history.size() - 1;
        boolean mayBeStale = location.history.get(floor) == location.latest()
                || location.history.get(floor) != location.lastStale[thread]
                || location.staleReads[thread] < limits.staleReads();
        int oldest = mayBeStale ? floor : floor + 1;
        // The newest comes first, so that the first execution explored is a sequentially consistent one.
        Message message = location.history.get(latest - choices.choose(latest - oldest + 1));
        countStale(thread, location, message);
        see(thread, message, access.read());
        return message;
    }

    /**
     * Counts how often in succession a thread has read an overwritten value. The limit on stale reads keeps executions
     * finite.
     */
    private void countStale(int thread, Location location, Message message) {
        if (message == location.latest()) {
            location.lastStale[thread] = null;
            location.staleReads[thread] = 0;
        } else {
            boolean again = message == location.lastStale[thread];
            location.lastStale[thread] = message;
            location.staleReads[thread] = again ? location.staleReads[thread] + 1 : 1;
        }
    }

    private Message write(int thread, Location location, Access access, Object value) {
        checkRace(thread, location, true, access);
        int floor = floor(thread, location, access.write());
        List<Integer> places = new ArrayList<>(1);
        for (int index = location.history.size() - 1; index >= floor; index--) {
            if (location.mayFollow(index)) {
                places.add(index + 1);
            }
        }
        int place = places.get(choices.choose(places.size()));
        return publish(thread, location, access, value, place, null);
    }

    private Effect update(int thread, Location location, Access access, Object operand) {
        checkRace(thread, location, true, access);
        List<Message> readable = updatable(thread, location, access.read());
        Message message = readable.get(choices.choose(readable.size()));
        see(thread, message, access.read());
        Object next = Arithmetic.apply(access.kind(), message.value, operand);
        return new Effect(message, publish(thread, location, access, next, message.index + 1, message), message.value);
    }

    private List<Message> updatable(int thread, Location location, Mode mode) {
        List<Message> readable = new ArrayList<>(1);
        for (int index = location.history.size() - 1; index >= floor(thread, location, mode); index--) {
            if (location.mayFollow(index)) {
                readable.add(location.history.get(index));
            }
        }
        return readable;
    }

    /** A comparison fails if it reads a different value. A weak comparison may also fail spuriously. */
    private Effect compare(int thread, Location location, Access access, Object[] operands) {
        checkRace(thread, location, true, access);
        Object expected = operands[0];
        List<Message> outcomes = new ArrayList<>(2);
        int latest = location.history.size() - 1;
        for (int index = latest; index >= floor(thread, location, access.read()); index--) {
            Message message = location.history.get(index);
            if (!Arithmetic.same(message.value, expected) || location.mayFollow(index)) {
                outcomes.add(message);
            }
        }
        boolean mayFailSpuriously = access.kind() == Access.Kind.WEAK_COMPARE_AND_SET && !inSingleStep
                && spuriousFailures < limits.spuriousFailures()
                && outcomes.stream().anyMatch(message -> Arithmetic.same(message.value, expected));
        int choice = choices.choose(outcomes.size() + (mayFailSpuriously ? 1 : 0));
        if (choice == outcomes.size()) {
            spuriousFailures++;
            return new Effect(null, null, false);
        }
        Message message = outcomes.get(choice);
        see(thread, message, access.read());
        boolean success = Arithmetic.same(message.value, expected);
        Message written =
                success ? publish(thread, location, access, operands[1], message.index + 1, message) : null;
        Object result = access.kind() == Access.Kind.COMPARE_AND_EXCHANGE ? message.value : (Object) success;
        return new Effect(message, written, result);
    }

    private int floor(int thread, Location location, Mode mode) {
        if (inSingleStep) {
            return location.history.size() - 1;
        }
        int floor = Math.max(current[thread].floor(location), location.stepFloor.index);
        return mode == Mode.VOLATILE ? Math.max(floor, location.volatileFloor.index) : floor;
    }

    private void see(int thread, Message message, Mode mode) {
        if (mode == Mode.PLAIN || message.isRacy()) {
            return;
        }
        current[thread].see(message);
        if (mode.acquires()) {
            current[thread].join(message.released);
        }
        acquirable[thread].join(message.released);
    }

    private Message publish(
            int thread, Location location, Access access, Object value, int place, Message updated) {
        Message message =
                new Message(location, value, thread, current[thread].time(thread), access, updated != null);
        location.insert(place, message);
        current[thread].see(message);
        message.released = released(thread, access.write(), message);
        if (updated != null && updated.released != null) {
            // An update continues the release sequence of the write it read.
            message.released = message.released == null ? new View(threads) : message.released;
            message.released.join(updated.released);
        }
        if (access.write() == Mode.VOLATILE && location.volatileFloor.index < message.index) {
            location.volatileFloor = message;
        }
        return message;
    }

    private View released(int thread, Mode mode, Message message) {
        if (mode.releases()) {
            return current[thread].copy();
        }
        if (fenced[thread] == null || mode == Mode.RACY) {
            return null;
        }
        View view = fenced[thread].copy();
        view.see(message);
        return view;
    }

    void acquireFence(int thread) {
        tick(thread);
        current[thread].join(acquirable[thread]);
    }

    void releaseFence(int thread) {
        tick(thread);
        fenced[thread] = current[thread].copy();
    }

    /** After this fence, the thread sees all writes known at earlier full fences and all earlier volatile writes. */
    void fullFence(int thread) {
        tick(thread);
        View view = current[thread];
        view.join(acquirable[thread]);
        view.seeAll(fences);
        for (Location location : locations) {
            for (int index = location.history.size() - 1; index > location.volatileFloor.index; index--) {
                Message message = location.history.get(index);
                if (view.happenedBefore(message.writer, message.time)) {
                    location.volatileFloor = message;
                }
            }
            view.see(location.volatileFloor);
        }
        fences.seeAll(view);
        fenced[thread] = view.copy();
    }

    private void tick(int thread) {
        current[thread].setTime(thread, current[thread].time(thread) + 1);
    }

    /**
     * Fails if this access races. A plain access must be ordered by happens-before with every conflicting access. A
     * racy write must be so ordered with other writes and with plain reads.
     */
    private void checkRace(int thread, Location location, boolean writes, Access access) {
        Mode mode = writes ? access.write() : access.read();
        boolean plain = mode == Mode.PLAIN;
        boolean racy = mode == Mode.RACY;
        View view = current[thread];
        for (int other = 0; other < threads; other++) {
            if (other == thread) {
                continue;
            }
            boolean raced = !view.happenedBefore(other, location.plainWrites[other])
                    || (writes || plain) && !view.happenedBefore(other, location.racyWrites[other])
                    || writes && !view.happenedBefore(other, location.plainReads[other])
                    || (plain || racy) && !view.happenedBefore(other, location.atomicWrites[other])
                    || plain && writes && !view.happenedBefore(other, location.atomicReads[other]);
            if (raced) {
                throw new Failure("data race on " + location.name() + ": this "
                        + (plain ? "plain " : racy ? "racy " : "") + (writes ? "write" : "read")
                        + " is not ordered with a conflicting access of thread " + other);
            }
        }
        (writes ? writesOf(location, mode) : readsOf(location, mode))[thread] = view.time(thread);
        if (writes && access.kind() != Access.Kind.WRITE) {
            location.atomicReads[thread] = view.time(thread);
        }
    }

    private static int[] writesOf(Location location, Mode mode) {
        return switch (mode) {
            case PLAIN -> location.plainWrites;
            case RACY -> location.racyWrites;
            default -> location.atomicWrites;
        };
    }

    private static int[] readsOf(Location location, Mode mode) {
        return mode == Mode.PLAIN ? location.plainReads : location.atomicReads;
    }

    /** Makes a waiting thread see a newer write than one it has read. The location is a choice. */
    void seeNewer(int thread, Collection<Message> read) {
        List<Message> behind = read.stream().filter(message -> message != message.location.latest()).toList();
        Message message = behind.get(choices.choose(behind.size()));
        current[thread].see(message.location.history.get(message.index + 1));
    }

    /** The view and clock of a thread. */
    View view(int thread) {
        return current[thread];
    }

    /** Adds everything that later steps can depend on to a hash, and nothing else. */
    void hash(StateHash hash) {
        for (Location location : locations) {
            location.oldestReadable = location.history.size() - 1;
            for (int thread = 1; thread < threads; thread++) {
                if (current[thread] != null) {
                    location.oldestReadable = Math.min(location.oldestReadable, current[thread].floor(location));
                }
            }
            location.oldestReadable = Math.max(location.oldestReadable, location.stepFloor.index);
        }
        for (Location location : locations) {
            hash.addLocation(location);
        }
        for (int thread = 1; thread < threads; thread++) {
            hash.addView(current[thread]);
            hash.addView(acquirable[thread]);
            hash.addView(fenced[thread]);
        }
        hash.addView(fences);
        hash.add(spuriousFailures);
    }

    /** The effect of an access: the write it read, the write it made, and its result. */
    record Effect(Message read, Message written, Object result) {
    }
}
