package dev.filch.stress.cores.engine;

import java.util.Iterator;

/**
 * The coherence protocol: it tracks which cores have each cache line. A core's request for a line travels to the core
 * that holds the line. The holder may use the line until the request arrives; then it answers, and the line travels
 * back. If several requests have arrived, the holder answers a random one. It answers all arrived reads together.
 */
final class Coherence {

    private final Machine machine;

    /** Lines whose holder will answer a request. */
    final EventQueue<Line> answers = new EventQueue<>();

    /** Requests whose line is in flight. */
    final EventQueue<Request> grants = new EventQueue<>();

    Coherence(Machine machine) {
        this.machine = machine;
    }

    /** Sends a request for a line. If no core has the line, the core gets it at once, and the result is null. */
    Request post(Core core, Line line, boolean exclusive, boolean locked, CodePlace place, long time) {
        if (line.isUncached()) {
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

    /** Answers one waiting request for a line, or all its waiting reads. */
    void answerNext() {
        long now = answers.time();
        Line line = answers.remove();
        if (line.nextAnswer != now) {
            return; // an earlier answer has replaced this one
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
        long total = line.copies.contains(request.core.number) ? distance.upgrade() : distance.transfer();
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
        line.destination = request.core.number;
        line.version++;
        if (owner != Line.NONE) {
            machine.cores[owner].afterLoss(now);
        }
        grants.add(now + flightTime(total, request), request);
    }

    /**
     * Returns the time from the answer to the line's arrival. It is at least 1, even if the holder has changed since
     * the request and the new holder is nearer.
     */
    private long flightTime(long total, Request request) {
        return Math.max(1, machine.jittered(total - request.snoop));
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
                long total = owner == Line.NONE ? distance.copy() : distance.transfer();
                grants.add(now + flightTime(total, request), request);
            }
        }
        if (owner != Line.NONE) {
            machine.cores[owner].afterLoss(now);
        }
    }

    /** Gives a line to the core that requested it. */
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

    /** Grants the owner's own waiting reads: a core that owns a line needs no copy. */
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

    /**
     * Returns the distance that the line travels. An owned line comes from its owner. If there are only copies, a read
     * is near if any copy is in this socket, and a write is near if all are.
     */
    private Costs.Distance distance(Core core, Line line, boolean exclusive) {
        int owner = line.inFlight ? line.destination : line.owner;
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
