package dev.filch.queue;

import dev.filch.stress.model.Scenario;
import java.util.Queue;

/**
 * Two queues of one kind and two threads, each of which changes one queue and then looks at the other. In one order of
 * all four steps at least one of the looks must see the other thread's change.
 */
public final class StoreBufferingScenario extends Scenario {

    private final Queue<Integer> left;
    private final Queue<Integer> right;
    private boolean leftMissedRight;
    private boolean rightMissedLeft;

    /**
     * Chooses queues and steps.
     *
     * @param ring whether they are rings of one slot, else injectors
     * @param steps offer-poll, poll-isEmpty; for rings, poll-offer and force-isEmpty, too; for injectors, also
     *     close-isClosed
     */
    public StoreBufferingScenario(boolean ring, String steps) {
        left = ring ? MpmcRing.padded(1) : new Injector<>(0, 2);
        right = ring ? MpmcRing.padded(1) : new Injector<>(0, 2);
        if (steps.startsWith("poll") || steps.startsWith("force")) {
            left.offer(0);
            right.offer(0);
        }
        thread("left", () -> leftMissedRight = misses(steps, left, right));
        thread("right", () -> rightMissedLeft = misses(steps, right, left));
    }

    private static boolean misses(String steps, Queue<Integer> own, Queue<Integer> other) {
        switch (steps) {
            case "offer-poll":
                own.offer(1);
                return other.poll() == null;
            case "poll-offer":
                own.poll();
                return !other.offer(1);
            case "force-isEmpty":
                // Takes one out and puts one in: the ring is never empty.
                ((MpmcRing<Integer>) own).forceOffer(1);
                return other.isEmpty();
            case "poll-isEmpty":
                own.poll();
                return !other.isEmpty();
            case "close-isClosed":
                ((Injector<?>) own).close();
                return !((Injector<?>) other).isClosed();
            default:
                throw new IllegalArgumentException(steps);
        }
    }

    @Override
    public void afterwards() {
        require(!(leftMissedRight && rightMissedLeft), "not both miss what the other did before");
    }
}
