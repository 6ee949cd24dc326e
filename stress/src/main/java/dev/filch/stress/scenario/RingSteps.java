package dev.filch.stress.scenario;

import java.util.List;

/** A bounded queue. Its slots are used again, lap after lap. */
final class RingSteps implements Steps {

    @Override
    public Status step(Elements ring, Progress call, Choices choices) {
        return switch (call.name()) {
            case "offer" -> isFull(ring) ? call.answer(0) : offer(ring, call);
            case "relaxedOffer" -> freeSlots(ring, 1) == 0 ? call.answer(0) : offer(ring, call);
            case "forceOffer" -> forceOffer(ring, call);
            case "offerAll", "fill" -> insertAll(ring, call);
            case "fillPart", "fillUntilThrown" -> fillPart(ring, call);
            case "poll", "relaxedPoll", "peek" -> poll(ring, call);
            case "drain", "pollAll" -> takeAll(ring, call);
            case "iterator" -> Steps.iterate(ring, call, ring::at);
            case "size" -> Steps.size(ring, call, capacity(ring));
            case "isEmpty" -> call.answer(ring.isEmpty() ? 1 : 0);
            case "rest" -> call.answer(ring.takeRest(LAST));
            default -> throw new IllegalArgumentException(call.name());
        };
    }

    private static int capacity(Elements ring) {
        return ring.state().number();
    }

    private static boolean isFull(Elements ring) {
        return ring.size() >= capacity(ring);
    }

    /** How many slots behind the newest element can be claimed without waiting; a run ends with its lap. */
    private static int freeSlots(Elements ring, int most) {
        int count = 0;
        while (count < Math.min(most, restOfLap(ring, ring.tail())) && isFree(ring, ring.tail() + count)) {
            count++;
        }
        return count;
    }

    private static boolean isFree(Elements ring, int position) {
        int lastLap = position - capacity(ring);
        return lastLap < ring.head() && !ring.isLeaving(lastLap);
    }

    private static int restOfLap(Elements ring, int position) {
        return capacity(ring) - position % capacity(ring);
    }

    private static Status offer(Elements ring, Progress call) {
        call.finishLater(ring.add(call.arguments().get(0)), true);
        return call.answer(1);
    }

    /** Claims the tail first; what stands in that slot makes room unless a consumer takes it before. */
    private static Status forceOffer(Elements ring, Progress call) {
        if (call.phase() == 0) {
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

    /** Claims run after run while there is room; publishes the last one of a run first. */
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
     * Claims more slots than it has elements for. It gives the others back unless another element has come behind them,
     * as always one does before the supplier throws.
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
        int kept = ring.tail() == start + claimed ? values.size() : claimed;
        for (int i = kept; i < claimed; i++) {
            ring.removeLast();
        }
        for (int i = kept - 1; i >= 0; i--) {
            ring.fill(start + i, i < values.size() ? values.get(i) : 0);
            call.finishLater(start + i, true);
        }
        return Status.DONE;
    }

    /** Frees abandoned slots on its way to the oldest element. */
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

    /** Claims run after run of what is published; frees the last slot of a run first. */
    private static Status takeAll(Elements ring, Progress call) {
        int left = call.arguments().get(0) - call.recall(0);
        int run = ring.published(Math.min(left, restOfLap(ring, ring.head())));
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
