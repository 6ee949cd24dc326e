package dev.filch.stress.scenario;

import java.util.List;

/** Specification of a bounded queue, whose slots are reused lap after lap. */
final class RingSteps implements Steps {

    @Override
    public Status step(Elements ring, Progress call, Choices choices) {
        return switch (call.name()) {
            case "offer" -> ring.closed || isFull(ring) ? call.answer(0) : offer(ring, call);
            case "relaxedOffer" -> freeSlots(ring, 1) == 0 ? call.answer(0) : offer(ring, call);
            case "forceOffer" -> forceOffer(ring, call);
            case "offerAll", "fill" -> insertAll(ring, call);
            case "fillPart", "fillUntilThrown" -> fillPart(ring, call);
            case "poll", "relaxedPoll", "peek" -> poll(ring, call);
            case "drain", "pollAll" -> takeAll(ring, call);
            case "iterator" -> Steps.iterate(ring, call, ring::at);
            case "size" -> Steps.size(ring, call, capacity(ring));
            case "isEmpty" -> call.answer(ring.isEmpty() ? 1 : 0);
            case "isFull" -> readFull(ring, call);
            case "close" -> close(ring, call);
            case "isClosed" -> call.answer(ring.closed ? 1 : 0);
            case "rest" -> call.answer(ring.takeRest(LAST));
            default -> throw new IllegalArgumentException(call.name());
        };
    }

    private static int capacity(Elements ring) {
        return ring.state.number();
    }

    private static boolean isFull(Elements ring) {
        return ring.size() >= capacity(ring);
    }

    /** Reads tail, then head. */
    private static Status readFull(Elements ring, Progress call) {
        if (call.phase() == 0) {
            if (ring.closed) {
                return call.answer(1);
            }
            call.remember(0, ring.tail());
            return Status.AGAIN;
        }
        return call.answer(call.recall(0) - ring.head() >= capacity(ring) ? 1 : 0);
    }

    /**
     * The number of slots after the newest element that can be claimed without waiting, at most {@code max}: slots
     * without an element of the last lap; none if the ring is closed. A run ends at the end of the lap.
     */
    private static int freeSlots(Elements ring, int max) {
        if (ring.closed) {
            return 0;
        }
        int run = Math.min(max, remainingInLap(ring, ring.tail()));
        int lastLap = ring.tail() - capacity(ring);
        int count = 0;
        while (count < run && ring.inSlot(lastLap + count) == null) {
            count++;
        }
        return count;
    }

    private static int remainingInLap(Elements ring, int position) {
        return capacity(ring) - position % capacity(ring);
    }

    private static Status offer(Elements ring, Progress call) {
        call.finishLater(ring.add(call.arguments().get(0)), true);
        return call.answer(1);
    }

    private static Status close(Elements ring, Progress call) {
        boolean first = !ring.closed;
        ring.closed = true;
        return call.answer(first ? 1 : 0);
    }

    /**
     * Claims a slot at the tail first. Then it displaces the element of the last lap in that slot, unless a consumer
     * has taken it.
     */
    private static Status forceOffer(Elements ring, Progress call) {
        if (call.phase() == 0) {
            if (ring.closed) {
                return call.answer(CLOSED);
            }
            boolean full = isFull(ring);
            if (full && !ring.first().published() || ring.size() > capacity(ring)) {
                return Status.BLOCKED;
            }
            call.remember(0, ring.add(call.arguments().get(0)));
            return Status.AGAIN;
        }
        int position = call.recall(0);
        int oldest = position - capacity(ring);
        int displaced = 0;
        if (ring.head() == oldest && oldest >= 0) {
            displaced = ring.takeFirst().value();
            ring.release(oldest);
        }
        call.finishLater(position, true);
        return call.answer(displaced);
    }

    /** Claims one run after another while there is room, and publishes the last slot of a run first. */
    private static Status insertAll(Elements ring, Progress call) {
        int added = call.recall(0);
        int run = freeSlots(ring, call.arguments().size() - added);
        if (run == 0) {
            return call.answer(added);
        }
        call.arguments().subList(added, added + run).forEach(ring::add);
        for (int i = 1; i <= run; i++) {
            call.finishLater(ring.tail() - i, true);
        }
        call.remember(0, added + run);
        return Status.AGAIN;
    }

    /**
     * Claims more slots than it has elements for. It gives the rest back unless the ring has been closed, or another
     * element has been added behind them, as {@code fillUntilThrown} always does before the supplier throws.
     */
    private static Status fillPart(Elements ring, Progress call) {
        if (call.phase() == 0) {
            call.remember(0, ring.tail());
            call.remember(1, freeSlots(ring, call.arguments().get(0)));
            for (int i = 0; i < call.recall(1); i++) {
                ring.add(0);
            }
            return Status.AGAIN;
        }
        int start = call.recall(0);
        int claimed = call.recall(1);
        boolean throwing = call.name().equals("fillUntilThrown");
        if (throwing && call.phase() == 1) {
            call.finishLater(ring.add(call.arguments().get(1)), true);
            return Status.AGAIN;
        }
        int first = throwing ? 2 : 1;
        List<Integer> values = call.arguments().subList(first, Math.min(first + claimed, call.arguments().size()));
        int kept = !ring.closed && ring.tail() == start + claimed ? values.size() : claimed;
        for (int i = kept; i < claimed; i++) {
            ring.removeLast();
        }
        for (int i = kept - 1; i >= 0; i--) {
            ring.fill(start + i, i < values.size() ? values.get(i) : 0);
            call.finishLater(start + i, true);
        }
        return Status.DONE;
    }

    /** Frees abandoned slots before the oldest element. */
    private static Status poll(Elements ring, Progress call) {
        Cell first = ring.first();
        boolean published = first != null && first.published();
        if (first == null || call.name().equals("relaxedPoll") && !published) {
            return call.answer(NONE);
        }
        if (!published) {
            return Status.BLOCKED;
        }
        if (first.value() == 0 || !call.name().equals("peek")) {
            call.finishLater(ring.takeFirst().position(), false);
        }
        return first.value() == 0 ? Status.AGAIN : call.answer(first.value());
    }

    /** Claims one run of published elements after another, and frees the last slot of a run first. */
    private static Status takeAll(Elements ring, Progress call) {
        int left = call.arguments().get(0) - call.recall(0);
        int run = ring.published(Math.min(left, remainingInLap(ring, ring.head())));
        if (run == 0) {
            return call.answer(call.recall(1));
        }
        int start = ring.head();
        for (int i = 0; i < run; i++) {
            int value = ring.takeFirst().value();
            if (value != 0) {
                call.remember(0, call.recall(0) + 1);
                call.remember(1, Steps.appended(call.recall(1), value));
            }
        }
        for (int i = run - 1; i >= 0; i--) {
            call.finishLater(start + i, false);
        }
        return Status.AGAIN;
    }
}
