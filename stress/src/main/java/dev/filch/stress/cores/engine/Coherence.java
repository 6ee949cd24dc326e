package dev.filch.stress.cores.engine;

import java.util.Iterator;

/**
 * The coherence protocol: which cores hold each cache line. A request travels to the core that has the line; that core goes on to use the line until
 * the request arrives, then answers it, and the line travels back. Of several requests that have arrived, one is
 * answered at random; reads that have arrived are answered together.
 */
final class Coherence {

    private final Machine machine;

    /** Lines whose holder is to answer a request. */
    final EventQueue<Line> answers = new EventQueue<>();

    /** Requests whose line is on its way. */
    final EventQueue<Request> grants = new EventQueue<>();

    Coherence(Machine machine) {
        this.machine = machine;
    }

    /** Sends a request for a line; a line that no core has is granted at once. */
    Request post(Core core, Line line, boolean exclusive, boolean locked, CodePlace place, long time) {
        if (line.isNowhere()) {
            line.owner = core.number;
            return null;
        }
        machine.counters.count(exclusive ? Event.WRITE_TRANSFER : Event.READ_TRANSFER, place, core, time);
        long snoop = distance(core, line, exclusive).snoop();
        Request request = new Request(core, line, exclusive, locked, time, snoop);
        line.waiting.add(request);
        core.outstanding.add(request);
        schedule(line);
        return request;
    }

    private void schedule(Line line) {
        if (line.inFlight || line.waiting.isEmpty()) {
            return;
        }
        long first = Long.MAX_VALUE;
        for (Request request : line.waiting) {
            first = Math.min(first, request.arrival);
        }
        long time = Math.max(first, line.heldUntil);
        if (time < line.nextAnswer) {
            line.nextAnswer = time;
            answers.add(time, line);
            machine.limitHorizon(time);
        }
    }

    /** Answers a request, or all reads, that a line has waiting. */
    void answerNext() {
        long now = answers.time();
        Line line = answers.remove();
        if (line.nextAnswer != now) {
            return; // another answer has become due earlier
        }
        line.nextAnswer = Line.NEVER;
        Request chosen = chooseArrived(line, now);
        if (chosen.exclusive) {
            answerExclusive(line, chosen, now);
        } else {
            answerReads(line, now);
        }
        schedule(line);
    }

    private Request chooseArrived(Line line, long now) {
        int arrived = 0;
        Request chosen = null;
        for (Request request : line.waiting) {
            if (request.arrival <= now && machine.random.nextInt(++arrived) == 0) {
                chosen = request;
            }
        }
        return chosen;
    }

    private void answerExclusive(Line line, Request request, long now) {
        Costs.Distance distance = distance(request.core, line, true);
        long whole = line.copies.contains(request.core.number) ? distance.upgrade() : distance.transfer();
        line.waiting.remove(request);
        int owner = line.owner;
        if (owner != Line.NONE) {
            machine.cores[owner].beforeLoss(line, now, true);
        }
        for (int holder = line.copies.next(0); holder >= 0; holder = line.copies.next(holder + 1)) {
            if (holder != request.core.number) {
                machine.cores[holder].beforeLoss(line, now, true);
            }
        }
        line.owner = Line.NONE;
        line.copies.clear();
        line.inFlight = true;
        line.home = request.core.number;
        line.version++;
        if (owner != Line.NONE) {
            machine.cores[owner].afterLoss(now);
        }
        grants.add(now + rest(whole, request), request);
    }

    /** From the answer to the line's arrival; never nothing, though the holder may have changed since the request. */
    private long rest(long whole, Request request) {
        return Math.max(1, machine.jittered(whole - request.snoop));
    }

    private void answerReads(Line line, long now) {
        int owner = line.owner;
        if (owner != Line.NONE) {
            machine.cores[owner].beforeLoss(line, now, false);
            line.owner = Line.NONE;
            line.copies.add(owner);
        }
        Iterator<Request> requests = line.waiting.iterator();
        while (requests.hasNext()) {
            Request request = requests.next();
            if (!request.exclusive && request.arrival <= now) {
                requests.remove();
                request.version = line.version;
                Costs.Distance distance = distance(request.core, line, false);
                long whole = owner == Line.NONE ? distance.copy() : distance.transfer();
                grants.add(now + rest(whole, request), request);
            }
        }
        if (owner != Line.NONE) {
            machine.cores[owner].afterLoss(now);
        }
    }

    /** Hands a line to the core that has asked for it. */
    Request grantNext() {
        long now = grants.time();
        Request request = grants.remove();
        Line line = request.line;
        Core core = request.core;
        core.outstanding.remove(request);
        if (request.exclusive) {
            line.inFlight = false;
            line.owner = core.number;
            line.heldUntil = now + (request.locked ? machine.costs.hold() : 0);
            grantReadsOf(core, line, request);
            schedule(line);
        } else if (line.version == request.version) {
            line.copies.add(core.number);
            line.prefetchedFor = request.isPrefetch && !request.threadWaits ? core.number : line.prefetchedFor;
        }
        core.buffer.drain(now);
        if (request.threadWaits) {
            core.waitingFor = null;
            core.clock = Math.max(core.clock, now);
        }
        return request;
    }

    /** A core that owns a line needs no copy: its waiting reads are granted with it. */
    private static void grantReadsOf(Core core, Line line, Request exclusive) {
        Iterator<Request> requests = line.waiting.iterator();
        while (requests.hasNext()) {
            Request request = requests.next();
            if (request.core == core && !request.exclusive) {
                requests.remove();
                core.outstanding.remove(request);
                exclusive.threadWaits |= request.threadWaits;
            }
        }
    }

    /** A line that only this socket has is near for a write; for a read, one that any core of this socket has. */
    private Costs.Distance distance(Core core, Line line, boolean exclusive) {
        int owner = line.inFlight ? line.home : line.owner;
        if (owner != Line.NONE) {
            return machine.costs.between(machine.cores[owner].socket, core.socket);
        }
        boolean near = false;
        boolean far = false;
        for (int holder = line.copies.next(0); holder >= 0; holder = line.copies.next(holder + 1)) {
            if (machine.cores[holder].socket == core.socket) {
                near = true;
            } else {
                far = true;
            }
        }
        return (exclusive ? far : !near) ? machine.costs.far() : machine.costs.near();
    }
}
